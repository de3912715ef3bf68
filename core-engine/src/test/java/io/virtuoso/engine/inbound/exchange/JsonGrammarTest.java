package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonGrammarTest {
  private final JsonCursor in = new JsonCursor();

  private void skip(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    in.begin(bytes, 0, bytes.length);
    in.skip();
    in.finish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " { } ",
        "[ ]",
        "[[],{}]",
        "{\"a\":{}}",
        "{\"a\":[],\"b\":[1,[2,{\"c\":3}]]}",
        "\"\"",
        "\"plain\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"",
        "\"ünïcödé ★\"",
        "0",
        "-0",
        "-0.0e-0",
        "1e400",
        "12345678901234567890",
        "true",
        "false",
        "null",
        "\t{\"a\" :\r\n1 , \"b\": [ 1 , 2 ] }\n",
      })
  void wellFormed(String text) {
    assertThatCode(() -> skip(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[",
        "]",
        "{]",
        "[}",
        "[[]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "{\"a\" 1}",
        "{a:1}",
        "{1:1}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[1,,2]",
        "[1]]",
        "{}{}",
        "\"",
        "\"\\",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"a\nb\"",
        "\"\u0000\"",
        "tru",
        "truee",
        "nul",
        "False",
        "NaN",
        "-",
        "01",
        "1.",
        ".1",
        "1e",
        "+1",
        "--1",
        "0x1",
        "'a'",
        "{\"a\":1}garbage",
        "\u00e9",
        "/**/1",
      })
  void malformed(String text) {
    assertThatThrownBy(() -> skip(text)).isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void nestingIsBounded() {
    skip("[".repeat(JsonGrammar.MAX_DEPTH) + "]".repeat(JsonGrammar.MAX_DEPTH));
    int deep = JsonGrammar.MAX_DEPTH + 1;
    assertThatThrownBy(() -> skip("[".repeat(deep) + "]".repeat(deep)))
        .isInstanceOf(MalformedFrameException.class);
    assertThatThrownBy(() -> skip("{\"a\":".repeat(1_000_000)))
        .isInstanceOf(MalformedFrameException.class);
  }

  @Test
  void namesAreToldApart() {
    NameTable names = NameTable.of("a", "ab", "sevenun", "eightune", "nineteenun", "nineteenum");
    String text =
        """
        {"nineteenum":1,"b":2,"a":3,"\\u0061":4,"sevenun":5,"eightune":6,"nineteenu":7,
        "nineteenun":8,"":9,"aB":10,"ab":11}\
        """;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    in.begin(bytes, 0, bytes.length);
    in.enterObject();
    StringBuilder seen = new StringBuilder();
    for (int name = in.nextName(names); name != JsonCursor.END; name = in.nextName(names)) {
      seen.append(in.count()).append('=').append(name).append(' ');
    }
    in.finish();
    assertThat(seen.toString().strip())
        .isEqualTo("1=5 2=-1 3=0 4=-1 5=2 6=3 7=-1 8=4 9=-1 10=-1 11=1");
  }
}
