package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.local.Options.FeedKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  @TempDir Path folder;

  @Test
  void withoutAnyTheMarketIsLiveOnPort8001() throws Exception {
    Options options = Options.parse();
    assertThat(options).isEqualTo(new Options(FeedKind.LIVE, null, null, 1, List.of(), null, 8001));
  }

  @Test
  void eachOptionIsRead() throws Exception {
    Path tape = tape();
    Options options =
        Options.parse(
            "--feed",
            "replay",
            "--tape",
            tape.toString(),
            "--exchange",
            "bybit-linear",
            "--speed",
            "2.5",
            "--symbols",
            "BTCUSDT,ETHUSDT",
            "--port",
            "8101");
    assertThat(options)
        .isEqualTo(
            new Options(
                FeedKind.REPLAY,
                tape,
                "bybit-linear",
                2.5,
                List.of("BTCUSDT", "ETHUSDT"),
                null,
                8101));
  }

  @Test
  void anEqualsSignWillDoAndSymbolsNeedNoShift() throws Exception {
    Options options = Options.parse("--feed=simulated", "--symbols=btcusdt,BTCUSDT,ethusdt");
    assertThat(options.feed()).isEqualTo(FeedKind.SIMULATED);
    assertThat(options.symbols()).containsExactly("BTCUSDT", "ETHUSDT");
  }

  @Test
  void asFastAsItGoesHasNoLimit() throws Exception {
    Options options =
        Options.parse("--feed", "replay", "--tape", tape().toString(), "--speed", "max");
    assertThat(options.speed()).isInfinite();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --fed live                 | unknown option --fed
          --feed                     | --feed needs a value
          --feed=                    | --feed needs a value
          --feed paper               | --feed is live, simulated or replay, not
          --feed replay              | --feed replay needs --tape FILE
          --tape x                   | --tape only makes sense with --feed replay
          --feed replay --tape nope  | cannot read the tape
          --feed replay --tape .     | cannot read the tape
          --record no/such/folder/x  | cannot write the tape
          --speed 0                  | --speed is a number above 0 or max
          --speed -1                 | --speed is a number above 0 or max
          --speed NaN                | --speed is a number above 0 or max
          --speed fast               | --speed is a number above 0 or max
          --symbols BTC-USDT         | BTC-USDT' is not a symbol
          --symbols BTCUSDT,,        | is not a symbol
          --port 0                   | --port is a number from 1 to 65535
          --port 65536               | --port is a number from 1 to 65535
          --port http                | --port is a number from 1 to 65535
          live                       | unknown option live
          """)
  void whatCannotBeFollowedIsNamed(String line, String message) {
    assertThatThrownBy(() -> Options.parse(line.split(" ", -1)))
        .isInstanceOf(Options.Invalid.class)
        .hasMessageContaining(message);
  }

  private Path tape() throws IOException {
    return Files.writeString(folder.resolve("a tape.txt"), "1 {}\n");
  }
}
