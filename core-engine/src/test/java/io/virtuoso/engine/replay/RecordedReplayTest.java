package io.virtuoso.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.inbound.tape.MarketData;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded tapes through the command come to what was computed from them independently. */
class RecordedReplayTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DAY = "/btcusdt_depth-trade-bookTicker_20240808.tape.gz";
  private static final long FIRST_MINUTE = 1_723_161_240_000L;
  private static final int HISTORY_MINUTES = 1_200;

  @TempDir Path folder;

  private static JsonNode expected(String name) throws IOException {
    return JSON.readTree(MarketData.file(name + ".expected.json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm"})
  void aDayTapeGivesTheExpectedBookCandlesAndCounts(String venue) throws IOException {
    JsonNode expected = expected(venue + "/btcusdt");
    JsonNode stats = expected.at("/book/stats");
    JsonNode summary = Command.summary(folder, MarketData.file(venue + DAY), "--exchange", venue);

    assertThat(summary.at("/events/book_delta")).isEqualTo(stats.get("depth"));
    assertThat(summary.at("/events/book_snapshot")).isEqualTo(stats.get("rest"));
    assertThat(summary.at("/events/quote")).isEqualTo(stats.get("bookTicker"));
    assertThat(summary.at("/events/trade")).isEqualTo(stats.get("trade"));
    assertWhole(summary);
    JsonNode book = summary.at("/books/BTCUSDT");
    assertThat(book.get("sequence")).isEqualTo(expected.at("/book/finalUpdateId"));
    assertBook(book, expected.at("/book/final"));
    assertBars(summary.at("/candles/BTCUSDT/1m"), expected.get("trades"));
  }

  private static void assertBars(JsonNode bars, JsonNode trades) {
    JsonNode expected = trades.get("bars1m");
    BigDecimal volume = BigDecimal.ZERO;
    BigDecimal takerBuy = BigDecimal.ZERO;
    assertThat(bars).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(bars.get(i).get("open_time")).isEqualTo(expected.get(i).get("openTime"));
      assertThat(bars.get(i).get("trades")).isEqualTo(expected.get(i).get("trades"));
      for (String field : new String[] {"open", "high", "low", "close", "volume"}) {
        assertNumber(bars.get(i).get(field), expected.get(i).get(field));
      }
      assertNumber(bars.get(i).get("quote_volume"), expected.get(i).get("quoteVolume"));
      volume = volume.add(new BigDecimal(bars.get(i).get("volume").asText()));
      takerBuy = takerBuy.add(new BigDecimal(bars.get(i).get("taker_buy_volume").asText()));
    }
    assertThat(volume).isEqualByComparingTo(trades.get("volume").asText());
    assertThat(takerBuy).isEqualByComparingTo(trades.get("takerBuyVolume").asText());
  }

  private static void assertNumber(JsonNode actual, JsonNode expected) {
    assertThat(new BigDecimal(actual.asText())).isEqualByComparingTo(expected.asText());
  }

  private static void assertWhole(JsonNode summary) {
    for (String none : new String[] {"gaps", "resyncs", "drops", "rejected"}) {
      assertThat(summary.get(none).asLong()).as(none).isZero();
    }
  }

  private static void assertBook(JsonNode book, JsonNode expected) {
    assertThat(book.get("state").asText()).isEqualTo("live");
    assertThat(book.get("bid_levels")).isEqualTo(expected.get("bidLevels"));
    assertThat(book.get("ask_levels")).isEqualTo(expected.get("askLevels"));
    for (String side : new String[] {"bids", "asks"}) {
      assertThat(expected.get(side)).hasSizeBetween(5, book.get(side).size());
      for (int i = 0; i < expected.get(side).size(); i++) {
        assertNumber(book.get(side).get(i).get(0), expected.get(side).get(i).get(0));
        assertNumber(book.get(side).get(i).get(1), expected.get(side).get(i).get(1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "derived_orderbook.50.BCHUSDT_2021-04, BCHUSDT",
    "derived_orderbook.50.DOTUSDT_2021-04, DOTUSDT",
    "derived_orderbook.50.UNIUSDT_2021-04, UNIUSDT",
    "derived_orderbook.50.XTZUSDT_2021-04, XTZUSDT",
    "orderbook.500.XRPUSDT_2024-12-01,     XRPUSDT"
  })
  void aBybitTapeGivesTheExpectedBook(String name, String symbol) throws IOException {
    JsonNode expected = expected("bybit/" + name);
    JsonNode summary =
        Command.summary(
            folder, MarketData.file("bybit/" + name + ".jsonl"), "--exchange", "bybit-linear");
    assertWhole(summary);
    assertBook(summary.at("/books/" + symbol), expected.get("final"));
    JsonNode last = expected.get("checkpoints");
    assertThat(summary.at("/books/" + symbol + "/sequence").asLong())
        .isGreaterThanOrEqualTo(last.get(last.size() - 1).get("u").asLong());
    assertThat(summary.at("/events/book_snapshot").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "binance-spot, multi_nknusdt-blzeth_2021-10",
    "binance-usdm, multi_sushiusdt-akrousdt_2021-07"
  })
  void aTapeOfSeveralSymbolsGivesEveryBook(String venue, String name) throws IOException {
    JsonNode expected = expected(venue + "/" + name);
    JsonNode summary =
        Command.summary(folder, MarketData.file(venue + "/" + name + ".tape"), "--exchange", venue);
    assertWhole(summary);
    assertThat(summary.get("books")).hasSameSizeAs(expected);
    expected
        .properties()
        .forEach(symbol -> {
          JsonNode book = summary.get("books").get(symbol.getKey());
          assertThat(book.get("sequence")).isEqualTo(symbol.getValue().get("finalUpdateId"));
          assertBook(book, symbol.getValue().get("final"));
        });
  }

  @ParameterizedTest
  @CsvSource({
    "okx, okx/books_BTC-USDT_2022-05, okx/books_BTC-USDT, BTCUSDT",
    "okx, okx/derived_books_BTC-USDT_2026style, okx/books_BTC-USDT, BTCUSDT",
    "kraken, kraken/derived_v2_book_d1000_ADA-BTC_2021-04, '', ADABTC",
    "kraken, kraken/derived_v2_book_d1000_ETH-CHF_2021-04, '', ETHCHF",
    "kraken, kraken/derived_v2_book_d1000_KSM-BTC_2021-04, '', KSMBTC",
    "kraken, kraken/derived_v2_book_d1000_WAVES-EUR_2021-04, '', WAVESEUR",
    "kraken, kraken/derived_v2_book_d1000_XMR-USD_2021-04, '', XMRUSD",
    "coinbase, coinbase/level2-matches-ticker_BAND-GBP_2021-04, '', BANDGBP",
    "coinbase, coinbase/level2-matches-ticker_CRV-EUR_2021-04, '', CRVEUR",
    "coinbase, coinbase/level2-matches-ticker_NMR-EUR_2021-04, '', NMREUR",
    "coinbase, coinbase/level2-matches-ticker_NU-GBP_2021-04, '', NUGBP",
    "coinbase, coinbase/level2-matches-ticker_SKL-GBP_2021-04, '', SKLGBP",
    "coinbase, coinbase/level2-matches-ticker_SKL-USD_2021-04, '', SKLUSD"
  })
  void otherVenuesGiveTheExpectedBookAndCounts(
      String venue, String tape, String result, String symbol) throws IOException {
    JsonNode expected = expected(result.isEmpty() ? tape : result);
    JsonNode summary =
        Command.summary(folder, MarketData.file(tape + ".jsonl"), "--exchange", venue);
    assertWhole(summary);
    JsonNode book = summary.at("/books/" + symbol);
    assertBook(book, expected.get("final"));
    if (expected.has("messages")) {
      int messages = expected.get("messages").asInt();
      assertThat(book.get("applied").asInt()).isEqualTo(messages - 1);
      assertThat(book.get("checksums").asInt())
          .isEqualTo(tape.contains("2026style") ? 0 : messages);
    }
    JsonNode counts = expected.path("counts");
    if (!counts.isMissingNode()) {
      assertThat(summary.at("/events/book_delta")).isEqualTo(counts.get("l2update"));
      assertThat(summary.at("/events/quote")).isEqualTo(counts.get("ticker"));
      assertThat(summary.at("/events/trade").asInt()).isEqualTo(counts.path("match").asInt());
    }
  }

  @Test
  void aRecordedSpotPairOfBybitContinuesItsBook() throws IOException {
    JsonNode summary =
        Command.summary(
            folder, MarketData.file("bybit/push_frames_gct.jsonl"), "--exchange", "bybit-spot");
    JsonNode book = summary.at("/books/BTCUSDT");
    assertThat(book.get("state").asText()).isEqualTo("live");
    assertThat(book.get("sequence").asLong()).isEqualTo(2876701);
    assertThat(summary.get("gaps").asLong()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm"})
  void documentsAreTheSameEveryTimeAndAddUp(String venue) throws IOException {
    Path tape = head(MarketData.file(venue + DAY), 30_000);
    Path history = history();
    Path first = folder.resolve("first.jsonl");
    Path second = folder.resolve("second.jsonl");
    for (Path out : new Path[] {first, second}) {
      Command command =
          Command.replay("--tape", tape, "--exchange", venue, "--history", history, "--out", out);
      assertThat(command.exit()).as(command.err()).isZero();
    }
    assertThat(Files.mismatch(first, second)).as("first differing byte").isEqualTo(-1);

    Map<String, Long> versions = new HashMap<>();
    long scored = 0;
    long lines = 0;
    try (BufferedReader documents = Files.newBufferedReader(first)) {
      for (String line = documents.readLine(); line != null; line = documents.readLine()) {
        lines++;
        assertThat(line).doesNotContain("NaN", "Infinity");
        JsonNode document = JSON.readTree(line);
        JsonNode meta = document.get("meta");
        String key = meta.get("key").asText();
        long version = meta.get("version").asLong();
        assertThat(version).as(key).isGreaterThan(versions.getOrDefault(key, 0L));
        versions.put(key, version);
        assertThat(meta.get("as_of").asText()).matches("2024-08-\\d\\dT[\\d:]{8}\\.\\d{3}Z");
        assertThat(meta.get("source").asText()).isEqualTo("replay");
        if (key.startsWith("confluence/") && document.at("/data/score").isNumber()) {
          scored++;
          assertAddsUp(document.get("data"));
        }
      }
    }
    assertThat(versions)
        .containsOnlyKeys(
            "confluence/BTCUSDT",
            "book/BTCUSDT",
            "market/symbols",
            "market/overview",
            "dashboard/overview");
    assertThat(lines).isGreaterThan(1_000);
    assertThat(scored).isGreaterThan(200);
  }

  /** Two replays at once in two threads: the same bytes, though their threads interleave. */
  @Test
  void documentsDoNotDependOnThreads() throws Exception {
    Path tape = head(MarketData.file("binance-spot" + DAY), 10_000);
    List<CompletableFuture<String>> both = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Path out = folder.resolve("documents" + i);
      CompletableFuture<String> hash = new CompletableFuture<>();
      both.add(hash);
      Thread.ofPlatform()
          .start(() -> {
            Command command =
                Command.replay("--tape", tape, "--exchange", "binance-spot", "--out", out);
            try {
              hash.complete(command.exit() + " " + sha256(out));
            } catch (IOException | GeneralSecurityException failed) {
              hash.completeExceptionally(failed);
            }
          });
    }
    String first = both.getFirst().get();
    assertThat(first).startsWith("0 ");
    assertThat(both.getLast().get()).isEqualTo(first);
    assertThat(Files.size(folder.resolve("documents0"))).isGreaterThan(100_000);
  }

  private static String sha256(Path file) throws IOException, GeneralSecurityException {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private static void assertAddsUp(JsonNode confluence) {
    double sum = 0;
    for (JsonNode dimension : confluence.get("dimensions")) {
      sum += dimension.get("contribution").asDouble(0);
    }
    assertThat(Math.abs(sum - (confluence.get("score").asDouble() - 50))).isLessThan(1e-9);
  }

  /** The first lines of a tape, so that rendering every document stays short. */
  private Path head(Path tape, int lines) throws IOException {
    Path head = folder.resolve("head.tape");
    try (Stream<String> all =
        new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(tape)), StandardCharsets.UTF_8))
            .lines()) {
      Files.write(head, all.limit(lines).toList());
    }
    return head;
  }

  /** A made-up day up to the minute in which the tape begins. */
  private Path history() throws IOException {
    Random random = new Random(8);
    StringBuilder csv = new StringBuilder("openTimeMs,open,high,low,close,volume\n");
    double close = 61_500;
    for (int i = HISTORY_MINUTES; i > 0; i--) {
      double open = close;
      close += random.nextGaussian() * 15;
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%.2f,%.2f,%.2f,%.2f,%.3f%n",
              FIRST_MINUTE - i * 60_000L,
              open,
              Math.max(open, close) + random.nextDouble() * 9,
              Math.min(open, close) - random.nextDouble() * 9,
              close,
              5 + random.nextDouble() * 40));
    }
    return Files.writeString(folder.resolve("history.csv"), csv);
  }
}
