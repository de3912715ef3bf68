package io.virtuoso.engine.inbound.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.BookUpdate.Kind;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.RecordingListener;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Best;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Book;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Trade;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recorded frame of our venues is understood. */
class RecordedFramesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PUSH = "{\"dir\": \"push\",\"frame\":";

  /**
   * Lines that are made up, not recorded, and break a rule of the exchange: bars that start between
   * two minutes, a snapshot of no known instrument, pushes whose data is of another instrument than
   * their argument, and a book without its action.
   */
  private static final List<String> NOT_REAL =
      List.of(
          "binance-spot/jk_Klines.jsonl:3",
          "binance-spot/ws_frames_gct.jsonl:2",
          "binance-spot/btcusdt_rest_depth.sample.jsonl:1",
          "binance-usdm/btcusdt_rest_depth.sample.jsonl:1",
          "okx/jk_FundingRate.jsonl:3",
          "okx/jk_MarkPrice.jsonl:3",
          "okx/jk_OrderBook.jsonl:3",
          "okx/jk_Ticker.jsonl:3",
          "okx/jk_Trades.jsonl:3");

  private static void noDamage(long line, String reason) {
    throw new AssertionError("line " + line + ": " + reason);
  }

  @ParameterizedTest
  @CsvSource({
    "binance-spot,binance-spot",
    "binance-usdm,binance-usdm",
    "bybit,bybit-linear",
    "bybit/linear,bybit-linear",
    "bybit/spot,bybit-spot",
    "okx,okx",
    "coinbase,coinbase",
    "kraken,kraken",
    "liquidations,okx",
    "liquidations,binance-usdm",
    "liquidations,bybit-linear"
  })
  void nothingIsRejected(String folder, String venue) throws IOException {
    List<String> rejected = new ArrayList<>();
    for (Path file : tapesIn(MarketData.file(folder))) {
      FrameDecoder decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
      RecordingListener listener = new RecordingListener();
      try (TapeReader tape = TapeReader.open(file, RecordedFramesTest::noDamage)) {
        while (tape.next()) {
          byte[] frame = unwrapped(tape);
          if (decoder.decode(frame, 0, frame.length, listener) == Outcome.REJECTED) {
            rejected.add(folder + '/' + file.getFileName() + ':' + tape.lineNumber());
          }
        }
      }
    }
    assertThat(rejected).isSubsetOf(NOT_REAL);
  }

  private static byte[] unwrapped(TapeReader tape) {
    String line = new String(tape.buffer(), tape.offset(), tape.length(), StandardCharsets.UTF_8);
    boolean wrapped = line.startsWith(PUSH);
    return (wrapped ? line.substring(PUSH.length(), line.length() - 1) : line)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<Path> tapesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jsonl|tape|tape\\.gz)"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm"})
  void dayTapeHasAsManyEventsAsCounted(String venue) throws IOException {
    Path tape = MarketData.file(venue + "/btcusdt_depth-trade-bookTicker_20240808.tape.gz");
    JsonNode stats =
        JSON.readTree(MarketData.file(venue + "/btcusdt.expected.json").toFile()).at("/book/stats");
    Tally tally = new Tally();
    List<Outcome> others = play(tape, venue, tally);
    assertThat(others).isEmpty();
    assertThat(tally.deltas).isEqualTo(stats.get("depth").asLong());
    assertThat(tally.quotes).isEqualTo(stats.get("bookTicker").asLong());
    assertThat(tally.trades).isEqualTo(stats.get("trade").asLong());
    assertThat(tally.snapshots).isEqualTo(stats.get("rest").asLong());
    assertThat(tally.missingTrades).isZero();
    assertThat(tally.brokenChains).isZero();
  }

  private static List<Outcome> play(Path tape, String venue, MarketListener listener)
      throws IOException {
    FrameDecoder decoder = FrameDecoders.of(venue, InstrumentTable.open(venue));
    List<Outcome> others = new ArrayList<>();
    try (TapeReader reader = TapeReader.open(tape, RecordedFramesTest::noDamage)) {
      while (reader.next()) {
        Outcome outcome =
            decoder.decode(reader.buffer(), reader.offset(), reader.length(), listener);
        if (outcome != Outcome.EVENTS) {
          others.add(outcome);
        }
      }
    }
    return others;
  }

  @Test
  void tapeOfSeveralSymbolsHoldsItsSnapshots() throws IOException {
    RecordingListener listener = new RecordingListener();
    List<Outcome> others =
        play(
            MarketData.file("binance-spot/multi_nknusdt-blzeth_2021-10.tape"),
            "binance-spot",
            listener);
    assertThat(others).doesNotContain(Outcome.REJECTED, Outcome.UNKNOWN_SYMBOL);
    assertThat(listener.heard())
        .filteredOn(heard -> heard instanceof Book book && book.kind() == Kind.REST_SNAPSHOT)
        .extracting("symbol", "last")
        .containsExactlyInAnyOrder(tuple("NKNUSDT", 499869752L), tuple("BLZETH", 281916627L));
    assertThat(listener.count(Best.class)).isPositive();
    assertThat(listener.count(Trade.class)).isPositive();
  }

  @Test
  void recordedRestAnswersAreUnderstood() throws IOException {
    FrameDecoder decoder = FrameDecoders.of("binance-usdm", InstrumentTable.open("binance-usdm"));
    RecordingListener listener = new RecordingListener();
    int answers = 0;
    for (String line : Files.readAllLines(MarketData.file("rest/binance_rest_gct.jsonl"))) {
      JsonNode record = JSON.readTree(line);
      String kind =
          switch (record.get("endpoint").asText()) {
            case "/fapi/v1/openInterest" -> "open_interest";
            case "/futures/data/openInterestHist" -> "open_interest_history";
            case "/futures/data/globalLongShortAccountRatio" -> "long_short_ratio";
            case "/fapi/v1/fundingRate" -> "funding_history";
            default -> "";
          };
      String symbol = record.get("query").asText().replaceAll(".*symbol=", "");
      if (kind.isEmpty() || !record.get("query").asText().contains("symbol=")) {
        continue;
      }
      listener.clear();
      JsonNode body = record.get("body");
      byte[] frame =
          "{\"rest\":\"%s\",\"symbol\":\"%s\",\"body\":%s}"
              .formatted(kind, symbol, body)
              .getBytes(StandardCharsets.UTF_8);
      Outcome outcome = decoder.decode(frame, 0, frame.length, listener);
      assertThat(outcome).as(line).isEqualTo(body.isEmpty() ? Outcome.IGNORED : Outcome.EVENTS);
      assertThat(listener.heard()).hasSize(body.isArray() ? body.size() : 1);
      answers++;
    }
    assertThat(answers).isPositive();
  }

  /** Counts events and follows their sequences. */
  private static final class Tally implements MarketListener {
    private long deltas;
    private long snapshots;
    private long quotes;
    private long trades;
    private long missingTrades;
    private long brokenChains;
    private long lastTrade = -1;
    private long lastUpdate = -1;

    @Override
    public void onTrades(TradeBatch batch) {
      for (int i = 0; i < batch.size(); i++) {
        trades++;
        if (lastTrade >= 0 && batch.id(i) != lastTrade + 1) {
          missingTrades++;
        }
        lastTrade = batch.id(i);
      }
    }

    @Override
    public void onBook(BookUpdate update) {
      if (update.kind != Kind.DELTA) {
        snapshots++;
        return;
      }
      deltas++;
      boolean futures = update.previousSequence != BookUpdate.NONE;
      long before = futures ? update.previousSequence : update.firstSequence - 1;
      if (lastUpdate >= 0 && before != lastUpdate) {
        brokenChains++;
      }
      lastUpdate = update.lastSequence;
    }

    @Override
    public void onQuote(Quote quote) {
      quotes++;
    }

    @Override
    public void onKline(Kline kline) {
      throw new AssertionError("no klines on this tape");
    }

    @Override
    public void onDerivatives(Derivatives derivatives) {
      throw new AssertionError("no derivatives on this tape");
    }

    @Override
    public void onLiquidation(Liquidation liquidation) {
      throw new AssertionError("no liquidations on this tape");
    }

    @Override
    public void onFeedGap(Instrument instrument) {
      throw new AssertionError("a decoder knows no gaps");
    }
  }
}
