package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code deploy/replay --summary} as typed in a shell, once for each exchange. */
class ReplayIT {
  private static final Path ROOT =
      Path.of(System.getProperty("virtuoso.root", "../..")).toAbsolutePath().normalize();
  private static final long PATIENCE_SECONDS = 120;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  private static Path data(String name) {
    String stated = System.getenv().getOrDefault("VIRTUOSO_MARKET_DATA", "");
    Path root = stated.isEmpty() ? ROOT.resolve("../shared/market-data") : Path.of(stated);
    Path file = root.resolve(name);
    Assumptions.assumeTrue(Files.exists(file), "no recorded market data at " + file);
    return file;
  }

  private JsonNode summary(String exchange, Path tape) throws IOException, InterruptedException {
    Path summary = folder.resolve("summary.json");
    Path said = folder.resolve("said");
    ProcessBuilder command =
        new ProcessBuilder(
                ROOT.resolve("deploy/replay").toString(),
                "--exchange",
                exchange,
                "--tape",
                tape.toString(),
                "--summary",
                summary.toString(),
                "--warmup",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    command.environment().put("VIRTUOSO_BUILT", "yes");
    Process process = command.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      process.destroyForcibly();
    }
    return JSON.readTree(summary.toFile());
  }

  /** {@code at} names the final book in the expected file. */
  @ParameterizedTest
  @CsvSource({
    "binance-spot, binance-spot/btcusdt_depth-trade-bookTicker_20240808.tape.gz,"
        + " binance-spot/btcusdt, /book/final, BTCUSDT",
    "binance-usdm, binance-usdm/btcusdt_depth-trade-bookTicker_20240808.tape.gz,"
        + " binance-usdm/btcusdt, /book/final, BTCUSDT",
    "bybit-linear, bybit/orderbook.500.XRPUSDT_2024-12-01.jsonl,"
        + " bybit/orderbook.500.XRPUSDT_2024-12-01, /final, XRPUSDT",
    "okx, okx/books_BTC-USDT_2022-05.jsonl, okx/books_BTC-USDT, /final, BTCUSDT",
    "coinbase, coinbase/level2-matches-ticker_SKL-USD_2021-04.jsonl,"
        + " coinbase/level2-matches-ticker_SKL-USD_2021-04, /final, SKLUSD",
    "kraken, kraken/derived_v2_book_d1000_XMR-USD_2021-04.jsonl,"
        + " kraken/derived_v2_book_d1000_XMR-USD_2021-04, /final, XMRUSD"
  })
  void givesTheExpectedBook(String exchange, String tape, String result, String at, String symbol)
      throws Exception {
    JsonNode expected = JSON.readTree(data(result + ".expected.json").toFile()).at(at);
    JsonNode summary = summary(exchange, data(tape));
    for (String none : List.of("gaps", "resyncs", "drops", "rejected")) {
      assertThat(summary.get(none).asLong()).as(none).isZero();
    }
    JsonNode book = summary.at("/books/" + symbol);
    assertThat(book.get("state").asText()).isEqualTo("live");
    assertThat(book.get("bid_levels")).isEqualTo(expected.get("bidLevels"));
    assertThat(book.get("ask_levels")).isEqualTo(expected.get("askLevels"));
    for (String side : List.of("bids", "asks")) {
      assertThat(expected.get(side)).hasSizeBetween(5, book.get(side).size());
      for (int i = 0; i < expected.get(side).size(); i++) {
        for (int part = 0; part < 2; part++) { // price and quantity
          assertThat(number(book, side, i, part))
              .isEqualByComparingTo(number(expected, side, i, part));
        }
      }
    }
  }

  private static BigDecimal number(JsonNode book, String side, int level, int part) {
    return new BigDecimal(book.get(side).get(level).get(part).asText());
  }

  /** Nothing was computed from Bybit's spot frames beforehand; their sequence must go on. */
  @ParameterizedTest
  @CsvSource("bybit-spot, bybit/push_frames_gct.jsonl, BTCUSDT, 2876701")
  void followsTheSequence(String exchange, String tape, String symbol, long last) throws Exception {
    JsonNode summary = summary(exchange, data(tape));
    assertThat(summary.get("gaps").asLong()).isZero();
    assertThat(summary.at("/books/" + symbol + "/state").asText()).isEqualTo("live");
    assertThat(summary.at("/books/" + symbol + "/sequence").asLong()).isEqualTo(last);
  }
}
