package io.virtuoso.engine.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.candle.Bar;
import io.virtuoso.engine.pipeline.MarketPipeline;
import io.virtuoso.engine.pipeline.SymbolPipeline;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to. Prices and quantities are the exchange's decimal values without rounding.
 *
 * @param frames lines of the tape that held a frame
 * @param framesPerSecond frames by the wall time from the first line to the last: reading,
 *     decompressing, decoding, books, candles, factors and scores; with {@code --out}, of a pass
 *     before it that renders no document
 * @param events how many of each kind
 * @param gaps times a book lost its sequence
 * @param resyncs times a book became whole again after a loss
 * @param drops frames that were not processed for want of time; a replay waits instead
 * @param rejected damaged lines and frames
 * @param warmupFrames frames run beforehand through a pipeline that was thrown away
 * @param books by canonical symbol
 * @param candles by canonical symbol and interval
 */
record Summary(
    long frames,
    long framesPerSecond,
    Map<String, Long> events,
    long gaps,
    long resyncs,
    long drops,
    long rejected,
    long warmupFrames,
    Map<String, BookSummary> books,
    Map<String, Map<String, List<BarSummary>>> candles) {
  private static final int DEPTH = 25;

  /**
   * A book at the end of the tape.
   *
   * @param sequence number of the last message, -1 where the venue has none
   * @param applied messages that changed it, without snapshots
   * @param checksums messages whose checksum it has met, 0 where the venue has none
   * @param bids price and quantity, best first
   * @param asks price and quantity, best first
   */
  record BookSummary(
      String state,
      long sequence,
      long applied,
      long checksums,
      int bidLevels,
      int askLevels,
      List<List<BigDecimal>> bids,
      List<List<BigDecimal>> asks) {}

  /**
   * A one-minute bar.
   *
   * @param openTime exchange clock, ms since the epoch
   */
  record BarSummary(
      long openTime,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume,
      @Nullable BigDecimal quoteVolume,
      @Nullable BigDecimal takerBuyVolume,
      @Nullable Long trades) {}

  static Summary of(
      MarketPipeline market,
      long frames,
      double framesPerSecond,
      long damagedLines,
      long warmupFrames) {
    Map<String, BookSummary> books = new TreeMap<>();
    Map<String, Map<String, List<BarSummary>>> candles = new TreeMap<>();
    long gaps = 0;
    long resyncs = 0;
    for (SymbolPipeline symbol : market.symbols().values()) {
      gaps += symbol.sequenced().gaps();
      resyncs += symbol.sequenced().resyncs();
      books.put(symbol.symbol().code(), book(symbol));
      candles.put(symbol.symbol().code(), Map.of(Interval.ONE_MINUTE.code(), bars(symbol)));
    }
    return new Summary(
        frames,
        Math.round(framesPerSecond),
        market.counters().events(),
        gaps,
        resyncs,
        0,
        market.counters().rejected() + damagedLines,
        warmupFrames,
        books,
        candles);
  }

  private static BookSummary book(SymbolPipeline symbol) {
    OrderBook book = symbol.sequenced().book();
    return new BookSummary(
        SymbolDocuments.stateOf(symbol.sequenced()),
        symbol.sequenced().sequence(),
        symbol.sequenced().applied(),
        symbol.sequenced().proven(),
        book == null ? 0 : book.levels(Side.BID),
        book == null ? 0 : book.levels(Side.ASK),
        book == null ? List.of() : levels(book, Side.BID),
        book == null ? List.of() : levels(book, Side.ASK));
  }

  private static List<List<BigDecimal>> levels(OrderBook book, Side side) {
    return SymbolDocuments.levels(book, side, DEPTH).stream()
        .map(level -> List.of(level.price(), level.quantity()))
        .toList();
  }

  private static List<BarSummary> bars(SymbolPipeline symbol) {
    return symbol
        .candles()
        .bars(Interval.ONE_MINUTE, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE)
        .bars()
        .stream()
        .map(Summary::bar)
        .toList();
  }

  private static BarSummary bar(Bar bar) {
    return new BarSummary(
        bar.openTimeMs(),
        bar.exactOpen(),
        bar.exactHigh(),
        bar.exactLow(),
        bar.exactClose(),
        bar.exactVolume(),
        bar.exactQuoteVolume(),
        bar.exactTakerBuyVolume(),
        bar.trades() < 0 ? null : bar.trades());
  }

  void write(Path file) throws IOException {
    ObjectMapper json = DocumentJson.mapper().enable(SerializationFeature.INDENT_OUTPUT);
    json.writeValue(file.toFile(), this);
  }
}
