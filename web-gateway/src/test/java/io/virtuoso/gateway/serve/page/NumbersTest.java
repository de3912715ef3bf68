package io.virtuoso.gateway.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NumbersTest {
  private static final Map<String, Function<JsonNode, @Nullable Object>> FORMATTERS =
      new LinkedHashMap<>();

  static {
    FORMATTERS.put("price", given -> Numbers.price(text(given)));
    FORMATTERS.put("percent", given -> Numbers.percent(number(given)));
    FORMATTERS.put("funding", given -> Numbers.funding(number(given)));
    FORMATTERS.put("score", given -> Numbers.score(number(given)));
    FORMATTERS.put("points", given -> Numbers.points(number(given)));
    FORMATTERS.put("bias", given -> Numbers.bias(number(given)));
    FORMATTERS.put("share", given -> Numbers.share(number(given)));
    FORMATTERS.put("compact", given -> Numbers.compact(number(given)));
    FORMATTERS.put("money", given -> Numbers.money(text(given)));
    FORMATTERS.put("plain", given -> Numbers.plain(number(given)));
    FORMATTERS.put(
        "age",
        given -> {
          Double ms = number(given);
          return Numbers.age(ms == null ? Double.NaN : ms);
        });
    FORMATTERS.put("barStep", given -> Numbers.barStep(number(given)));
  }

  @Test
  void writesEveryCaseThatTheBrowserWritesToo() throws IOException {
    JsonNode cases = cases();
    assertThat(cases.fieldNames()).toIterable().containsExactlyElementsOf(FORMATTERS.keySet());
    for (Map.Entry<String, JsonNode> group : cases.properties()) {
      Function<JsonNode, @Nullable Object> formatter =
          Objects.requireNonNull(FORMATTERS.get(group.getKey()));
      for (JsonNode one : group.getValue()) {
        Object written = formatter.apply(one.get(0));
        String expected = one.get(1).isNull() ? "null" : one.get(1).asText();
        assertThat(String.valueOf(written))
            .as("%s(%s)", group.getKey(), one.get(0))
            .isEqualTo(expected);
      }
    }
  }

  @Property
  void nothingIsEverWrittenWithAnExponentOrAsMinusZero(@ForAll double value) {
    for (String text :
        new String[] {
          Numbers.percent(value),
          Numbers.score(value),
          Numbers.points(value),
          Numbers.compact(value),
          Numbers.plain(value),
          Numbers.share(value),
          Numbers.age(value)
        }) {
      assertThat(text).doesNotContain("E").doesNotContain("-").doesNotContain("NaN");
      assertThat(text).doesNotMatch("−[0.,]*[%KMBT]?");
    }
  }

  @Property
  void whatIsNoDecimalIsNoPrice(@ForAll @Size(max = 20) String text) {
    if (!text.matches("-?[0-9]+(\\.[0-9]+)?")) {
      assertThat(Numbers.price(text)).isEqualTo(Numbers.NOTHING);
    }
  }

  private static JsonNode cases() throws IOException {
    try (InputStream in = NumbersTest.class.getResourceAsStream("/page/format-cases.json")) {
      return new ObjectMapper().readTree(in);
    }
  }

  private static @Nullable String text(JsonNode given) {
    return given.isNull() ? null : given.asText();
  }

  private static @Nullable Double number(JsonNode given) {
    return given.isNull() ? null : Double.valueOf(given.asDouble());
  }
}
