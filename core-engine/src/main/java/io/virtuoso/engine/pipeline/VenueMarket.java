package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Scale;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.market.flow.TradeSequence;
import io.virtuoso.engine.market.venue.VenueSeat;
import io.virtuoso.engine.measure.factor.crowd.CrowdFactors;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one venue says about one symbol: its book, its candles, its derivatives, its recent flow.
 * Nothing of another venue comes in here. Owned by the symbol's pipeline.
 */
final class VenueMarket {
  private static final long FLOW_BUCKET_MS = 10_000;
  private static final int FLOW_BUCKETS = 90;
  private static final double FUNDING_HOURS = 8;

  private static final int BOUGHT = 0;
  private static final int SOLD = 1;

  /** Told of every bar that this venue's candles close. */
  @FunctionalInterface
  interface ClosedBar {
    void onBarClosed(VenueMarket of, Interval interval, BarView bar);
  }

  private final SymbolPipeline symbol;
  private final Instrument instrument;
  private final VenueSeat seat;
  private final TradeSequence sequence = new TradeSequence();
  private final SequencedBook book;
  private final Candles candles;
  private final CrowdFactors crowd = new CrowdFactors();
  private final SymbolDocuments documents;
  private final EventTime time = new EventTime();
  private final TimeBuckets flow = new TimeBuckets(FLOW_BUCKETS, FLOW_BUCKET_MS, 2);
  private long lastPrice;
  private int lastPriceScale;
  private double openInterest = Double.NaN;
  private long openInterestMs;
  private double fundingPercent = Double.NaN;
  private long fundingMs;
  private boolean derivative;
  private @Nullable Overlap overlap;
  private final ChannelWatch tradeWatch = new ChannelWatch();
  private final ChannelWatch bookWatch = new ChannelWatch();
  private final ChannelWatch quoteWatch = new ChannelWatch();
  private final ChannelWatch derivativesWatch = new ChannelWatch();

  VenueMarket(
      SymbolPipeline symbol,
      Instrument instrument,
      VenueSeat seat,
      ResyncRequest resync,
      ClosedBar closed) {
    this.symbol = symbol;
    this.instrument = instrument;
    this.seat = seat;
    this.book = new SequencedBook(instrument, resync);
    this.candles =
        new Candles(instrument, (interval, bar) -> closed.onBarClosed(this, interval, bar));
    this.documents = new SymbolDocuments(instrument);
  }

  /** Whether a trade is new; tells of one that is not the next. */
  TradeSequence.Verdict judge(TradeBatch trades, int i) {
    if (overlap != null && overlap.isHeard(trades, i, sequence)) {
      return TradeSequence.Verdict.DUPLICATE;
    }
    return sequence.accept(trades.firstId(i), trades.id(i));
  }

  /** A trade that is new. */
  void onTrade(TradeBatch trades, int i, double quantity) {
    long timeMs = trades.timeMs(i);
    candles.onTrade(timeMs, trades.price(i), trades.quantity(i), trades.takerBuy(i));
    flow.advance(timeMs);
    flow.add(trades.takerBuy(i) ? BOUGHT : SOLD, quantity);
    lastPrice = trades.price(i);
    lastPriceScale = instrument.priceScale();
  }

  /** Takes in what the venue tells beside trades and book. */
  void onDerivatives(Derivatives state) {
    long timeMs = state.eventTimeMs;
    derivative = true;
    if (!Double.isNaN(state.openInterest) && timeMs >= openInterestMs) {
      openInterestMs = timeMs; // history may come behind what is newer
      openInterest = state.openInterest;
    }
    if (!Double.isNaN(state.fundingRate)) {
      double hours =
          Double.isNaN(state.fundingIntervalHours) ? FUNDING_HOURS : state.fundingIntervalHours;
      if (timeMs >= fundingMs) {
        fundingMs = timeMs;
        fundingPercent = state.fundingRate * FUNDING_HOURS / hours * 100;
      }
      crowd.onFunding(timeMs, state.fundingRate, hours);
    }
    if (!Double.isNaN(state.longShortRatio)) {
      crowd.onLongShortRatio(timeMs, state.longShortRatio);
    }
    if (!Double.isNaN(state.markPrice) && !Double.isNaN(state.indexPrice)) {
      crowd.onMarkIndex(timeMs, state.markPrice, state.indexPrice);
    }
  }

  void onFeedGap() {
    book.onFeedGap();
    candles.onFeedGap();
  }

  /** Tells its seat what the venue says now. */
  void speak() {
    double middle = middle();
    seat.says(Double.isNaN(middle) ? lastTrade() : middle, isBookLive());
  }

  private double middle() {
    BookView view = book.view();
    return view == null || view.bids() == 0 || view.asks() == 0
        ? Double.NaN
        : (view.bidPrice(0) + view.askPrice(0)) / 2;
  }

  /** Quote currency; NaN before the first trade. */
  double lastTrade() {
    return lastPrice == 0 ? Double.NaN : Scale.toDouble(lastPrice, lastPriceScale);
  }

  @Nullable BigDecimal price() {
    return lastPrice == 0 ? null : BigDecimal.valueOf(lastPrice, lastPriceScale);
  }

  @Nullable BigDecimal best(Side side) {
    OrderBook whole = book.book();
    return whole == null || whole.levels(side) == 0 ? null : whole.price(side, 0);
  }

  boolean isBookLive() {
    return book.state() == SequencedBook.State.LIVE;
  }

  /** Base currency bought by takers in the last 15 min. */
  double bought(long nowMs) {
    return flow.sum(BOUGHT, nowMs, FLOW_BUCKETS);
  }

  /** Base currency sold by takers in the last 15 min. */
  double sold(long nowMs) {
    return flow.sum(SOLD, nowMs, FLOW_BUCKETS);
  }

  /** What is known while one connection takes over from another; null at all other times. */
  @Nullable Overlap overlap() {
    return overlap;
  }

  void beginTurnover() {
    overlap = new Overlap();
  }

  void endTurnover() {
    overlap = null;
  }

  ChannelWatch watch(Channel channel) {
    return switch (channel) {
      case TRADES -> tradeWatch;
      case BOOK -> bookWatch;
      case QUOTES -> quoteWatch;
      case DERIVATIVES -> derivativesWatch;
    };
  }

  SymbolPipeline symbol() {
    return symbol;
  }

  Instrument instrument() {
    return instrument;
  }

  VenueSeat seat() {
    return seat;
  }

  SequencedBook book() {
    return book;
  }

  Candles candles() {
    return candles;
  }

  CrowdFactors crowd() {
    return crowd;
  }

  SymbolDocuments documents() {
    return documents;
  }

  /** This venue's own event time. */
  EventTime time() {
    return time;
  }

  /** Whether it has told funding, open interest or the like. */
  boolean isDerivative() {
    return derivative;
  }

  /** Base currency; NaN when not known. */
  double openInterest() {
    return openInterest;
  }

  /** Percent per 8 hours; NaN when not known. */
  double fundingPercent() {
    return fundingPercent;
  }

  /** Whether the book is away and no snapshot is here that the next change could prove. */
  boolean wantsBook() {
    return !isBookLive() && !book.awaitsDelta();
  }
}
