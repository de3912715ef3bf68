package io.virtuoso.engine;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.market.venue.VenueChoice;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.market.venue.VenueSeat;
import io.virtuoso.engine.measure.confluence.ConfluenceMeter;
import io.virtuoso.engine.measure.confluence.ConfluenceReading;
import io.virtuoso.engine.measure.confluence.ConfluenceSettings;
import io.virtuoso.engine.measure.factor.CandleFactors;
import io.virtuoso.engine.measure.factor.book.BookFactors;
import io.virtuoso.engine.measure.factor.flow.FlowFactors;
import io.virtuoso.engine.overview.SymbolState;
import io.virtuoso.engine.publish.ScoreDocuments;
import io.virtuoso.engine.publish.SymbolDocuments;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Book;
import io.virtuoso.model.document.Confluence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table of contents: what one symbol's events go through, stage by stage. Single writer, no
 * locks, no clock: everything follows from the events.
 *
 * <p>Each venue that carries the symbol has a {@link VenueMarket} of its own. Price, book and
 * candles are the leading venue's, the flow is the sum of all venues that count, and {@link
 * VenueChoice} says which is which.
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
  private final List<VenueMarket> venues = new ArrayList<>();
  private final List<VenueMarket> readableVenues = Collections.unmodifiableList(venues);
  private final VenueChoice choice;

  // measure: what it means
  private final FlowFactors flow = new FlowFactors();
  private BookFactors bookFactors = new BookFactors();
  private CandleFactors candleFactors = new CandleFactors();
  private @Nullable VenueMarket leading;
  private @Nullable VenueMarket crowded;
  private @Nullable ConfluenceMeter meter;
  private @Nullable ConfluenceReading reading;

  // publish: how it is told
  private final ScoreDocuments scoreDocuments;
  private final VenueDocuments venueDocuments;

  private final SharedTime time = new SharedTime();
  private long boundary = Long.MIN_VALUE;
  private long changedBars;
  private int changesAtThisTime;
  private int counted;

  SymbolPipeline(Symbol symbol, VenueRule rule) {
    this.symbol = symbol;
    this.choice = new VenueChoice(rule);
    this.scoreDocuments = new ScoreDocuments(symbol);
    this.venueDocuments = new VenueDocuments(choice, venues);
  }

  /** One more venue carries the symbol. */
  VenueMarket add(Instrument instrument, ResyncRequest resync) {
    VenueSeat seat = choice.add(instrument.venue());
    VenueMarket venue = new VenueMarket(this, instrument, seat, resync, this::onBarClosed);
    venues.add(venue);
    if (leading == null) {
      leading = venue;
      crowded = venue;
      renewMeter();
    }
    return venue;
  }

  /** A venue carries the symbol no more; whether none is left. */
  boolean remove(VenueMarket venue) {
    venues.remove(venue);
    if (venues.isEmpty()) {
      return true;
    }
    choice.remove(venue.seat());
    counted = 0;
    flow.onFlowGap(); // the sum is of other venues than before
    if (venue == leading) {
      VenueMarket leader = venues.getFirst();
      for (VenueMarket each : venues) {
        leader = each.seat() == choice.leader() ? each : leader;
      }
      lead(leader, crowdOf(leader));
    } else if (venue == crowded) {
      follow(crowdOf(leading()));
      renewMeter();
    }
    return false;
  }

  private void renewMeter() {
    ConfluenceMeter next =
        new ConfluenceMeter(
            ConfluenceSettings.defaults(),
            candleFactors.factors(),
            candleFactors::beginRead,
            flow,
            bookFactors,
            crowded().crowd());
    meter = next;
    reading = next.newReading();
  }

  void onTrades(VenueMarket of, TradeBatch trades) {
    changesAtThisTime++;
    boolean leads = of == leading;
    boolean counts = leads || of.seat().isCounted();
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
        flow.onTrade(timeMs, price, quantity, trades.takerBuy(i));
        bookFactors.onTrade(timeMs, price, quantity, trades.takerBuy(i));
      } else if (counts) {
        // Quantities can be added, prices of different venues cannot: the symbol has one price.
        flow.onTrade(
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
    if (of == leading && (overlap == null || !overlap.hides(update))) {
      showBook(of, update.eventTimeMs);
    }
    if (update.eventTimeMs > 0) {
      of.candles().advance(update.eventTimeMs);
    }
  }

  private void showBook(VenueMarket of, long eventTimeMs) {
    BookView view = of.book().view();
    if (view == null) {
      bookFactors.onBookAbsent();
    } else {
      bookFactors.onBook(Math.max(eventTimeMs, of.book().lastEventTimeMs()), view);
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
    if (of == crowded && !Double.isNaN(state.openInterest)) {
      flow.onOpenInterest(state.eventTimeMs, state.openInterest);
    }
  }

  void onLiquidation(VenueMarket of, Liquidation liquidation) {
    if (!of.time().isCredible(liquidation.eventTimeMs)
        || (of != crowded && !of.seat().isCounted())) {
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
    if (of == leading) {
      bookFactors.onBookAbsent();
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
        if (overlap != null && overlap.hasHidden() && of == leading) {
          showBook(of, 0);
        }
      }
    }
  }

  private void onTradesLost(VenueMarket of) {
    of.candles().onFeedGap();
    onFlowGap(of);
  }

  private void onFlowGap(VenueMarket of) {
    if (of == leading || of.seat().isCounted()) {
      flow.onFlowGap();
    }
  }

  private void onBarClosed(VenueMarket of, Interval interval, BarView bar) {
    if (of == leading) {
      candleFactors.onBarClosed(interval, bar);
      flow.onBarClosed(interval, bar);
    }
  }

  /** Moves event time on; false when the time is not known or cannot be believed. */
  private boolean reached(VenueMarket of, long timeMs) {
    if (!of.time().reach(timeMs)) {
      return false;
    }
    if (time.reach(of == leading, timeMs)) {
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
    long changed = changesOfBars();
    if (changed != changedBars) {
      changedBars = changed;
      rebuildCandleFactors();
    }
    meter().read(time.newestMs(), candles(), reading());
    scoreDocuments.remember(reading());
  }

  private long changesOfBars() {
    return candles().counts().filled() + candles().counts().corrected();
  }

  private void weigh() {
    for (int i = 0; i < venues.size(); i++) { // by index, here and below: nothing is made
      venues.get(i).speak();
    }
    choice.judge(time.newestMs());
    int counting = 0;
    VenueMarket leader = leading();
    for (int i = 0; i < venues.size(); i++) {
      VenueMarket venue = venues.get(i);
      counting |= venue.seat().isCounted() ? 1 << i : 0;
      leader = venue.seat() == choice.leader() ? venue : leader;
    }
    if (counted != 0 && counting != counted) {
      flow.onFlowGap(); // the sum is of other venues than before
    }
    counted = counting;
    VenueMarket crowd = crowdOf(leader);
    if (leader != leading) {
      lead(leader, crowd);
    } else if (crowd != crowded) {
      follow(crowd);
      renewMeter();
    }
  }

  /** The leader where it is a derivative, else the first counted one in the order that is. */
  private VenueMarket crowdOf(VenueMarket leader) {
    if (leader.isDerivative() || venues.size() == 1) {
      return leader;
    }
    VenueMarket found = leader;
    for (VenueSeat seat : choice.seats()) {
      for (VenueMarket venue : venues) {
        if (venue.seat() == seat && venue.isDerivative() && seat.isCounted()) {
          return venue;
        }
      }
    }
    return found;
  }

  private void follow(VenueMarket crowd) {
    crowded = crowd;
    flow.onOpenInterestSource();
    if (!Double.isNaN(crowd.openInterest())) {
      flow.onOpenInterest(time.newestMs(), crowd.openInterest());
    }
  }

  private void lead(VenueMarket next, VenueMarket crowd) {
    leading = next;
    if (crowd != crowded) {
      follow(crowd);
    }
    bookFactors = new BookFactors();
    showBook(next, 0);
    changedBars = changesOfBars();
    rebuildCandleFactors();
  }

  /** History that arrived behind newer bars changes what indicators would have seen. */
  private void rebuildCandleFactors() {
    candleFactors = new CandleFactors();
    flow.onHistoryChanged();
    for (Interval interval : Interval.values()) {
      for (int i = 0; i < candles().size(interval); i++) {
        onBarClosed(leading(), interval, candles().bar(interval, i));
      }
    }
    renewMeter();
  }

  /** What this symbol adds to the market-wide documents; null before its first measure. */
  @Nullable SymbolState state() {
    return boundary == Long.MIN_VALUE
        ? null
        : scoreDocuments.state(
            reading(),
            candles(),
            instrument().venue(),
            SymbolDocuments.stateOf(sequenced()),
            leading().price(),
            crowded().openInterest(),
            crowded().fundingPercent());
  }

  Confluence confluence() {
    return scoreDocuments.confluence(
        reading(),
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
    return Objects.requireNonNull(leading, "no venue yet");
  }

  private VenueMarket crowded() {
    return Objects.requireNonNull(crowded, "no venue yet");
  }

  private ConfluenceMeter meter() {
    return Objects.requireNonNull(meter, "no venue yet");
  }

  private ConfluenceReading reading() {
    return Objects.requireNonNull(reading, "no venue yet");
  }

  /** All venues that were heard of, in the order of their first events. */
  List<VenueMarket> venues() {
    return readableVenues;
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
  long momentaryVersion() {
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
    return reading().hasScore();
  }
}
