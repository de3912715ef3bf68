package io.virtuoso.engine;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.market.flow.TradeSequence;
import io.virtuoso.engine.measure.confluence.ConfluenceMeter;
import io.virtuoso.engine.measure.confluence.ConfluenceReading;
import io.virtuoso.engine.measure.confluence.ConfluenceSettings;
import io.virtuoso.engine.measure.factor.CandleFactors;
import io.virtuoso.engine.measure.factor.book.BookFactors;
import io.virtuoso.engine.measure.factor.crowd.CrowdFactors;
import io.virtuoso.engine.measure.factor.flow.FlowFactors;
import io.virtuoso.engine.overview.SymbolState;
import io.virtuoso.engine.publish.ScoreDocuments;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Confluence;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents: what one symbol's events go through, stage by stage. Single writer, no
 * locks, no clock: everything follows from the events.
 *
 * <pre>
 *  trades ───▶ sequence ─┬▶ candles ──▶ candle factors ─┐
 *                        ├▶ flow factors ───────────────┤
 *                        └▶ book factors (absorption) ──┤
 *  book ─────▶ sequenced book ▶ book factors ───────────┼▶ confluence ▶ documents
 *  klines ───▶ candles                                  │
 *  funding, open interest, ratio, mark ▶ crowd, flow ───┤
 *  liquidations ──────────────────────▶ crowd ──────────┘
 * </pre>
 */
public final class SymbolPipeline {
  private static final double FUNDING_HOURS = 8;

  private final Instrument instrument;

  // market: what the venue says
  private final TradeSequence sequence = new TradeSequence();
  private final SequencedBook book;
  private final Candles candles;

  // measure: what it means
  private final FlowFactors flow = new FlowFactors();
  private final BookFactors bookFactors = new BookFactors();
  private final CrowdFactors crowd = new CrowdFactors();
  private CandleFactors candleFactors = new CandleFactors();
  private ConfluenceMeter meter;
  private ConfluenceReading reading;

  // publish: how it is told
  private final SymbolDocuments marketDocuments;
  private final ScoreDocuments scoreDocuments;

  private final EventTime time = new EventTime();
  private long boundary = Long.MIN_VALUE;
  private long lastPrice;
  private int lastPriceScale;
  private double openInterest = Double.NaN;
  private double fundingPercent = Double.NaN;
  private long changedBars;
  private int changesAtThisTime;
  private long bookAskedMs;

  SymbolPipeline(Instrument instrument, ResyncRequest resync) {
    this.instrument = instrument;
    this.book = new SequencedBook(instrument, resync);
    this.candles = new Candles(instrument, this::onBarClosed);
    this.meter = newMeter();
    this.reading = meter.newReading();
    this.marketDocuments = new SymbolDocuments(instrument);
    this.scoreDocuments = new ScoreDocuments(instrument);
  }

  private ConfluenceMeter newMeter() {
    return new ConfluenceMeter(
        ConfluenceSettings.defaults(),
        candleFactors.factors(),
        candleFactors::beginRead,
        flow,
        bookFactors,
        crowd);
  }

  void onTrades(TradeBatch trades) {
    changesAtThisTime++;
    for (int i = 0; i < trades.size(); i++) {
      long timeMs = trades.timeMs(i);
      if (!reached(timeMs)) {
        continue;
      }
      switch (sequence.accept(trades.firstId(i), trades.id(i))) {
        case DUPLICATE -> {
          continue;
        }
        case AFTER_GAP -> onTradesLost();
        case NEXT -> {}
      }
      candles.onTrade(timeMs, trades.price(i), trades.quantity(i), trades.takerBuy(i));
      double price = instrument.priceOf(trades.price(i));
      double quantity = instrument.quantityOf(trades.quantity(i));
      flow.onTrade(timeMs, price, quantity, trades.takerBuy(i));
      bookFactors.onTrade(timeMs, price, quantity, trades.takerBuy(i));
      lastPrice = trades.price(i);
      lastPriceScale = instrument.priceScale();
    }
  }

  /** A message whose time cannot be believed still has its place in the sequence. */
  void onBook(BookUpdate update) {
    changesAtThisTime++;
    if (!reached(update.eventTimeMs)) {
      update.eventTimeMs = 0;
    }
    book.apply(update);
    BookView view = book.view();
    if (view == null) {
      bookFactors.onBookAbsent();
    } else {
      bookFactors.onBook(Math.max(update.eventTimeMs, book.lastEventTimeMs()), view);
    }
    if (update.eventTimeMs > 0) {
      candles.advance(update.eventTimeMs);
    }
  }

  /** The book itself has the best prices; a quote only tells the time. */
  void onQuote(Quote quote) {
    var _ = reached(quote.eventTimeMs);
  }

  void onKline(Kline kline) {
    changesAtThisTime++;
    candles.onKline(kline);
  }

  void onDerivatives(Derivatives state) {
    long timeMs = state.eventTimeMs;
    if (!time.isCredible(timeMs)) {
      return;
    }
    if (!Double.isNaN(state.openInterest)) {
      openInterest = state.openInterest;
      flow.onOpenInterest(timeMs, state.openInterest);
    }
    if (!Double.isNaN(state.fundingRate)) {
      double hours =
          Double.isNaN(state.fundingIntervalHours) ? FUNDING_HOURS : state.fundingIntervalHours;
      fundingPercent = state.fundingRate * FUNDING_HOURS / hours * 100;
      crowd.onFunding(timeMs, state.fundingRate, hours);
    }
    if (!Double.isNaN(state.longShortRatio)) {
      crowd.onLongShortRatio(timeMs, state.longShortRatio);
    }
    if (!Double.isNaN(state.markPrice) && !Double.isNaN(state.indexPrice)) {
      crowd.onMarkIndex(timeMs, state.markPrice, state.indexPrice);
    }
  }

  void onLiquidation(Liquidation liquidation) {
    if (!time.isCredible(liquidation.eventTimeMs)) {
      return;
    }
    double notional =
        instrument.priceOf(liquidation.price) * instrument.quantityOf(liquidation.quantity);
    crowd.onLiquidation(liquidation.eventTimeMs, notional, liquidation.longPosition);
  }

  void onFeedGap() {
    book.onFeedGap();
    bookFactors.onBookAbsent();
    onTradesLost();
  }

  private void onTradesLost() {
    candles.onFeedGap();
    flow.onFlowGap();
  }

  private void onBarClosed(Interval interval, BarView bar) {
    candleFactors.onBarClosed(interval, bar);
    flow.onBarClosed(interval, bar);
  }

  /** Moves event time on; false when the time is not known or cannot be believed. */
  private boolean reached(long timeMs) {
    long before = time.newestMs();
    boolean believed = time.reach(timeMs);
    if (time.newestMs() != before) {
      changesAtThisTime = 0;
    }
    return believed;
  }

  /** Whether event time has entered another stretch of {@code lengthMs} since the last question. */
  boolean crossedBoundary(long lengthMs) {
    long current = Math.floorDiv(time.newestMs(), lengthMs);
    if (time.newestMs() == 0 || current <= boundary) {
      return false;
    }
    boundary = current;
    return true;
  }

  /** Reads every factor and composes the score. */
  void measure() {
    long changed = candles.counts().filled() + candles.counts().corrected();
    if (changed != changedBars) {
      changedBars = changed;
      rebuildCandleFactors();
    }
    meter.read(time.newestMs(), candles, reading);
    scoreDocuments.remember(reading);
  }

  /** History that arrived behind newer bars changes what indicators would have seen. */
  private void rebuildCandleFactors() {
    candleFactors = new CandleFactors();
    flow.onHistoryChanged();
    for (Interval interval : Interval.values()) {
      for (int i = 0; i < candles.size(interval); i++) {
        onBarClosed(interval, candles.bar(interval, i));
      }
    }
    meter = newMeter();
    reading = meter.newReading();
  }

  /** What this symbol adds to the market-wide documents; null before its first measure. */
  @Nullable SymbolState state() {
    return boundary == Long.MIN_VALUE
        ? null
        : scoreDocuments.state(
            reading, candles, SymbolDocuments.stateOf(book), price(), openInterest, fundingPercent);
  }

  Confluence confluence() {
    return scoreDocuments.confluence(reading, candles, price());
  }

  Book book() {
    return marketDocuments.book(book);
  }

  private @Nullable BigDecimal price() {
    return lastPrice == 0 ? null : BigDecimal.valueOf(lastPrice, lastPriceScale);
  }

  public Instrument instrument() {
    return instrument;
  }

  public Symbol symbol() {
    return instrument.symbol();
  }

  /** Newest event, exchange clock, ms since the epoch; 0 before the first. */
  public long eventTimeMs() {
    return time.newestMs();
  }

  /**
   * The version of what can be asked for between two boundaries: event time in ms times 1000, plus
   * how often something has changed at that time, up to 999.
   */
  long momentaryVersion() {
    return time.newestMs() * MarketPipeline.VERSIONS_PER_MS
        + Math.min(changesAtThisTime, MarketPipeline.VERSIONS_PER_MS - 1);
  }

  public Candles candles() {
    return candles;
  }

  public SequencedBook sequenced() {
    return book;
  }

  boolean isScored() {
    return reading.hasScore();
  }

  /** Whether the book has been away so long that its snapshot should be asked for again. */
  boolean wantsBook(long nowMs, long everyMs) {
    if (book.state() == SequencedBook.State.LIVE || nowMs - bookAskedMs < everyMs) {
      return false;
    }
    bookAskedMs = nowMs;
    return true;
  }
}
