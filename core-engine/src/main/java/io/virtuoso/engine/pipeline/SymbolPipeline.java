package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.market.venue.VenueSeat;
import io.virtuoso.engine.overview.SymbolState;
import io.virtuoso.engine.publish.ScoreDocuments;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Confluence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents: what one symbol's events go through, stage by stage. Single writer, no
 * locks, no clock: everything follows from the events.
 *
 * <p>Each venue that carries the symbol has a {@link VenueMarket} of its own. Price, book and
 * candles are the leading venue's, the flow is the sum of all venues that count, and {@link
 * VenueRoles} says which is which.
 *
 * <pre>
 *  trades ───▶ sequence ─┬▶ candles ──▶ candle factors ─┐   (a venue's own up to here)
 *                        ├▶ flow factors ───────────────┤
 *                        └▶ book factors (absorption) ──┤
 *  book ─────▶ sequenced book ▶ book factors ───────────┼▶ confluence ▶ documents
 *  klines ───▶ candles                                  │
 *  funding, open interest, ratio, mark ▶ crowd, flow ───┤
 *  liquidations ──────────────────────▶ crowd ──────────┘
 * </pre>
 */
public final class SymbolPipeline {
  private final Symbol symbol;
  private final VenueRoles roles;

  // measure: what it means
  private final SymbolMeasures measures = new SymbolMeasures();

  // publish: how it is told
  private final ScoreDocuments scoreDocuments;
  private final VenueDocuments venueDocuments;

  private final SharedTime time = new SharedTime();
  private long boundary = Long.MIN_VALUE;
  private int changesAtThisTime;

  SymbolPipeline(Symbol symbol, VenueRule rule) {
    this.symbol = symbol;
    this.roles = new VenueRoles(rule);
    this.scoreDocuments = new ScoreDocuments(symbol);
    this.venueDocuments = new VenueDocuments(roles.choice(), roles.venues());
  }

  /** One more venue carries the symbol. */
  VenueMarket add(Instrument instrument, ResyncRequest resync) {
    VenueSeat seat = roles.seat(instrument.venue());
    VenueMarket venue = new VenueMarket(this, instrument, seat, resync, this::onBarClosed);
    if (roles.add(venue)) {
      measures.compose(venue.crowd());
    }
    return venue;
  }

  /** A venue carries the symbol no more; whether none is left. */
  boolean remove(VenueMarket venue) {
    VenueMarket led = leading();
    VenueMarket crowd = crowded();
    if (roles.remove(venue)) {
      return true;
    }
    measures.onFlowGap(); // the sum is of other venues than before
    onRoles(led, crowd);
    return false;
  }

  void onTrades(VenueMarket of, TradeBatch trades) {
    changesAtThisTime++;
    boolean leads = roles.leads(of);
    boolean counts = roles.counts(of);
    Instrument instrument = of.instrument();
    for (int i = 0; i < trades.size(); i++) {
      long timeMs = trades.timeMs(i);
      if (!reached(of, timeMs)) {
        continue;
      }
      switch (of.judge(trades, i)) {
        case DUPLICATE -> {
          continue;
        }
        case AFTER_GAP -> onTradesLost(of);
        case NEXT -> {}
      }
      of.watch(Channel.TRADES).moved(timeMs);
      double price = instrument.priceOf(trades.price(i));
      double quantity = instrument.quantityOf(trades.quantity(i));
      of.onTrade(trades, i, quantity);
      if (leads) {
        measures.onTrade(timeMs, price, quantity, trades.takerBuy(i));
      } else if (counts) {
        // Quantities can be added, prices of different venues cannot: the symbol has one price.
        measures.onTradeElsewhere(
            Math.min(timeMs, time.newestMs()), leading().lastTrade(), quantity, trades.takerBuy(i));
      }
    }
  }

  /** A message whose time cannot be believed still has its place in the sequence. */
  void onBook(VenueMarket of, BookUpdate update) {
    changesAtThisTime++;
    if (!reached(of, update.eventTimeMs)) {
      update.eventTimeMs = 0;
    }
    of.watch(Channel.BOOK).moved(update.eventTimeMs);
    Overlap overlap = of.overlap();
    if (overlap != null && overlap.isHeard(update, of.book())) {
      return;
    }
    of.book().apply(update);
    if (roles.leads(of) && (overlap == null || !overlap.hides(update))) {
      measures.onBook(update.eventTimeMs, of.book());
    }
    if (update.eventTimeMs > 0) {
      of.candles().advance(update.eventTimeMs);
    }
  }

  /** The book itself has the best prices; a quote only tells the time. */
  void onQuote(VenueMarket of, Quote quote) {
    if (reached(of, quote.eventTimeMs)) {
      of.watch(Channel.QUOTES).moved(quote.eventTimeMs);
    }
  }

  void onKline(VenueMarket of, Kline kline) {
    Overlap overlap = of.overlap();
    if (overlap != null && overlap.isReplaying() && !kline.closed) {
      return; // an earlier state of a bar that is known better
    }
    changesAtThisTime++;
    of.candles().onKline(kline);
  }

  void onDerivatives(VenueMarket of, Derivatives state) {
    if (!of.time().isCredible(state.eventTimeMs)) {
      return;
    }
    Overlap overlap = of.overlap();
    if (overlap != null && overlap.isHeardDerivatives(state.eventTimeMs)) {
      return;
    }
    of.watch(Channel.DERIVATIVES).moved(state.eventTimeMs);
    of.onDerivatives(state);
    if (roles.tellsOfCrowd(of) && !Double.isNaN(state.openInterest)) {
      measures.onOpenInterest(state.eventTimeMs, state.openInterest);
    }
  }

  void onLiquidation(VenueMarket of, Liquidation liquidation) {
    if (!of.time().isCredible(liquidation.eventTimeMs)
        || (!roles.tellsOfCrowd(of) && !of.seat().isCounted())) {
      return;
    }
    Overlap overlap = of.overlap();
    if (overlap != null && overlap.isHeard(liquidation)) {
      return;
    }
    double notional =
        of.instrument().priceOf(liquidation.price)
            * of.instrument().quantityOf(liquidation.quantity);
    crowded().crowd().onLiquidation(liquidation.eventTimeMs, notional, liquidation.longPosition);
  }

  void onFeedGap(VenueMarket of) {
    of.onFeedGap();
    if (roles.leads(of)) {
      measures.onBookAbsent();
    }
    onFlowGap(of);
  }

  /** One connection takes over from another. */
  void onTurnover(VenueMarket of, Turnover step) {
    switch (step) {
      case BEGINS -> of.beginTurnover();
      case REPLAYS -> {
        Overlap overlap = of.overlap();
        if (overlap == null) { // its beginning was lost
          onFeedGap(of);
        } else {
          overlap.replay();
          if (overlap.isOverfull()) {
            onTradesLost(of);
          }
        }
      }
      case ENDS -> {
        Overlap overlap = of.overlap();
        of.endTurnover();
        if (overlap != null && overlap.hasHidden() && roles.leads(of)) {
          measures.onBook(0, of.book());
        }
      }
    }
  }

  private void onTradesLost(VenueMarket of) {
    of.candles().onFeedGap();
    onFlowGap(of);
  }

  private void onFlowGap(VenueMarket of) {
    if (roles.counts(of)) {
      measures.onFlowGap();
    }
  }

  private void onBarClosed(VenueMarket of, Interval interval, BarView bar) {
    if (roles.leads(of)) {
      measures.onBarClosed(interval, bar);
    }
  }

  /** Moves event time on; false when the time is not known or cannot be believed. */
  private boolean reached(VenueMarket of, long timeMs) {
    if (!of.time().reach(timeMs)) {
      return false;
    }
    if (time.reach(roles.leads(of), timeMs)) {
      changesAtThisTime = 0;
    }
    of.seat().heard(time.newestMs());
    return true;
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

  /** Weighs the venues, reads every factor and composes the score. */
  void measure() {
    weigh();
    scoreDocuments.remember(measures.read(time.newestMs(), candles(), crowded().crowd()));
  }

  private void weigh() {
    VenueMarket led = leading();
    VenueMarket crowd = crowded();
    if (roles.judge(time.newestMs())) {
      measures.onFlowGap(); // the sum is of other venues than before
    }
    onRoles(led, crowd);
  }

  /** What follows when somebody else leads, or tells of the crowd, than before. */
  private void onRoles(VenueMarket led, VenueMarket crowd) {
    if (crowded() != crowd) {
      measures.changeCrowd(time.newestMs(), crowded().openInterest(), crowded().crowd());
    }
    if (leading() != led) {
      measures.changeLeader(leading().book(), candles(), crowded().crowd());
    }
  }

  /** What this symbol adds to the market-wide documents; null before its first measure. */
  @Nullable SymbolState state() {
    return boundary == Long.MIN_VALUE
        ? null
        : scoreDocuments.state(
            measures.reading(),
            candles(),
            instrument().venue(),
            SymbolDocuments.stateOf(sequenced()),
            leading().price(),
            crowded().openInterest(),
            crowded().fundingPercent());
  }

  Confluence confluence() {
    return scoreDocuments.confluence(
        measures.reading(),
        candles(),
        instrument().venue(),
        leading().price(),
        venueDocuments.fallback(time.newestMs()),
        venueDocuments.views(time.newestMs()));
  }

  Book book() {
    return leading().documents().book(sequenced());
  }

  private VenueMarket leading() {
    return roles.leading();
  }

  private VenueMarket crowded() {
    return roles.crowded();
  }

  /** All venues that were heard of, in the order of their first events. */
  List<VenueMarket> venues() {
    return roles.venues();
  }

  /** The symbol at the leading venue. */
  public Instrument instrument() {
    return leading().instrument();
  }

  public Symbol symbol() {
    return symbol;
  }

  /** Newest event, exchange clock, ms since the epoch; 0 before the first. */
  public long eventTimeMs() {
    return time.newestMs();
  }

  /**
   * The version of what can be asked for between two boundaries: event time in ms times 1000, plus
   * how often something has changed at that time, up to 999.
   */
  public long momentaryVersion() {
    return time.newestMs() * MarketPipeline.VERSIONS_PER_MS
        + Math.min(changesAtThisTime, MarketPipeline.VERSIONS_PER_MS - 1);
  }

  /** The leading venue's. */
  public Candles candles() {
    return leading().candles();
  }

  /** The leading venue's. */
  public SequencedBook sequenced() {
    return leading().book();
  }

  boolean isScored() {
    return measures.reading().hasScore();
  }
}
