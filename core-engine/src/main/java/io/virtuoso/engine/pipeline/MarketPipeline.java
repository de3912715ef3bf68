package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.overview.MarketFold;
import io.virtuoso.engine.overview.SymbolState;
import io.virtuoso.engine.publish.DocumentSink;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.model.wire.DocumentKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stages for many symbols, one frame at a time, and publishes what changed whenever event
 * time crosses a boundary. Single-threaded; the same frames give the same documents.
 */
public final class MarketPipeline implements MarketListener {
  /** Documents change at most once per so many ms of event time. */
  public static final long BOUNDARY_MS = 250;

  static final long VERSIONS_PER_MS = 1_000;

  /** A venue's newest event; kept for each venue, so that four times a second nothing is made. */
  private static final class Newest {
    private long eventMs;
  }

  /** What a pipeline is put together from. */
  public interface Surroundings {
    /** Asked for a fresh snapshot of an instrument's book; nobody where none can be had. */
    default ResyncRequest resync() {
      return ResyncRequest.NONE;
    }

    /** The state of every venue in use; none without feeds. */
    default List<Feed> feeds() {
      return List.of();
    }

    /** Told of every instrument at its first event, before that event is applied. */
    default Consumer<SymbolPipeline> onNewSymbol() {
      return _ -> {};
    }

    /** Some symbol of that venue has fallen silent. Told at every look as long as it is so. */
    default void silent(String venue) {
      // nobody can do anything about a tape
    }

    /**
     * That channel's messages go on with a time that stands still. Told at every look as long as it
     * is so.
     */
    default void frozen(Instrument instrument, Channel channel) {
      // nobody can do anything about a tape
    }

    /** What is followed at present; none where nobody knows, as on a tape. */
    default List<Instrument> followed() {
      return List.of();
    }

    /** Whether an instrument is subscribed to that channel, so that its silence means something. */
    default boolean isSubscribed(Instrument instrument, Channel channel) {
      return false;
    }

    /** How venues that carry the same symbol are weighed against each other. */
    default VenueRule venueRule() {
      return VenueRule.ANY;
    }
  }

  private final Surroundings surroundings;
  private final DocumentWriter writer;
  private final @Nullable DocumentSink sink;
  private final LongSupplier computedAtMs;
  private int followed;
  private final IdentityHashMap<Instrument, VenueMarket> venues = new IdentityHashMap<>();
  private final Map<Symbol, SymbolPipeline> bySymbol = new TreeMap<>();
  private final Map<String, Newest> newestByVenue = new TreeMap<>();
  private final FrameCounters counters = new FrameCounters();
  private final Unheard unheard = new Unheard();

  private @Nullable VenueMarket touched;
  private long liveEventMs;
  private long marketTimeMs = Long.MIN_VALUE;
  private long marketBoundary = Long.MIN_VALUE;

  /**
   * A pipeline without symbols; they come with their first event.
   *
   * @param sink null to measure without rendering any document
   * @param computedAtMs the engine's clock when live, receive time of the tape in a replay
   * @param followed how many symbols are expected; 0 when that is not known
   */
  public MarketPipeline(
      Surroundings surroundings,
      DocumentWriter writer,
      @Nullable DocumentSink sink,
      LongSupplier computedAtMs,
      int followed) {
    this.surroundings = surroundings;
    this.writer = writer;
    this.sink = sink;
    this.computedAtMs = computedAtMs;
    this.followed = followed;
  }

  /** Decodes one frame, applies its events, and publishes what became due. */
  public FrameDecoder.Outcome frame(FrameDecoder decoder, byte[] text, int offset, int length) {
    liveEventMs = 0;
    FrameDecoder.Outcome outcome = decoder.decode(text, offset, length, this);
    counters.count(outcome);
    publishDue();
    return outcome;
  }

  /**
   * Newest event time of the trades, quotes and book changes in the last frame, exchange clock, ms;
   * 0 when it had none.
   */
  public long liveEventMs() {
    return liveEventMs;
  }

  /** Messages of these instruments may be missing. */
  public void gap(String venue, Collection<String> nativeSymbols) {
    for (VenueMarket each : venues.values()) {
      Instrument instrument = each.instrument();
      if (instrument.venue().equals(venue)
          && (nativeSymbols.isEmpty() || nativeSymbols.contains(instrument.nativeName()))) {
        each.endTurnover(); // its steps may be among what was lost
        each.symbol().onFeedGap(each);
      }
    }
  }

  /** One connection of these instruments takes over from another. */
  public void turnover(String venue, Collection<String> nativeSymbols, Turnover step) {
    for (VenueMarket each : venues.values()) {
      Instrument instrument = each.instrument();
      if (instrument.venue().equals(venue) && nativeSymbols.contains(instrument.nativeName())) {
        each.symbol().onTurnover(each, step);
      }
    }
  }

  /**
   * The last frame was not taken to its end: what it touched cannot be trusted before it is whole
   * again.
   */
  void onFailure() {
    if (touched != null) {
      touched.symbol().onFeedGap(touched);
    }
  }

  /** So many symbols are to be followed from now on. */
  void expect(int symbols) {
    followed = symbols;
  }

  /**
   * These instruments are followed no more: what was known of them is dropped.
   *
   * @return the symbols of which nothing is left
   */
  List<Symbol> forget(Collection<Instrument> departed) {
    List<Symbol> gone = new ArrayList<>();
    for (Instrument instrument : departed) {
      VenueMarket venue = venues.remove(instrument);
      if (venue != null && venue.symbol().remove(venue)) {
        bySymbol.remove(instrument.symbol());
        gone.add(instrument.symbol());
      }
    }
    touched = null;
    return gone;
  }

  /** The symbols seen so far, by canonical name. */
  public Map<Symbol, SymbolPipeline> symbols() {
    return Collections.unmodifiableMap(bySymbol);
  }

  /** What every venue says about every symbol, as far as something was heard. */
  Collection<VenueMarket> venues() {
    return Collections.unmodifiableCollection(venues.values());
  }

  /**
   * Looks at every channel of every symbol, once a second or so.
   *
   * @param nowMs monotonic clock, ms
   * @return by venue name
   */
  public Map<String, List<ChannelStatus>> look(long nowMs) {
    List<Unheard.Silent> silent =
        unheard.look(surroundings.followed(), surroundings::isSubscribed, this::isHeard, nowMs);
    Map<String, List<ChannelStatus>> report = ChannelReport.look(venues.values(), silent, nowMs);
    report.forEach((venue, channels) -> {
      if (channels.stream().anyMatch(channel -> channel.stalled() > 0)) {
        surroundings.silent(venue);
      }
    });
    for (VenueMarket venue : venues.values()) {
      for (Channel channel : Channel.values()) {
        if (venue.watch(channel).isFrozen()) {
          surroundings.frozen(venue.instrument(), channel);
        }
      }
    }
    return report;
  }

  private boolean isHeard(Instrument instrument, Channel channel) {
    VenueMarket venue = venues.get(instrument);
    return venue != null && venue.watch(channel).isHeard();
  }

  public FrameCounters counters() {
    return counters;
  }

  /** Newest event of a venue, exchange clock, ms; 0 when there was none. */
  public long newestEventMs(String venue) {
    Newest newest = newestByVenue.get(venue);
    return newest == null ? 0 : newest.eventMs;
  }

  @Override
  public void onTrades(TradeBatch trades) {
    counters.trades += trades.size();
    if (trades.size() > 0) {
      liveEventMs = Math.max(liveEventMs, trades.timeMs(trades.size() - 1));
    }
    VenueMarket venue = of(trades.instrument);
    venue.symbol().onTrades(venue, trades);
  }

  @Override
  public void onBook(BookUpdate update) {
    switch (update.kind) {
      case DELTA -> {
        counters.bookDeltas++;
        liveEventMs = Math.max(liveEventMs, update.eventTimeMs);
      }
      case SNAPSHOT, REST_SNAPSHOT -> counters.bookSnapshots++;
    }
    VenueMarket venue = of(update.instrument);
    venue.symbol().onBook(venue, update);
  }

  @Override
  public void onQuote(Quote quote) {
    counters.quotes++;
    liveEventMs = Math.max(liveEventMs, quote.eventTimeMs);
    VenueMarket venue = of(quote.instrument);
    venue.symbol().onQuote(venue, quote);
  }

  @Override
  public void onKline(Kline kline) {
    counters.klines++;
    VenueMarket venue = of(kline.instrument);
    venue.symbol().onKline(venue, kline);
  }

  @Override
  public void onDerivatives(Derivatives derivatives) {
    counters.derivatives++;
    VenueMarket venue = of(derivatives.instrument);
    venue.symbol().onDerivatives(venue, derivatives);
  }

  @Override
  public void onLiquidation(Liquidation liquidation) {
    counters.liquidations++;
    VenueMarket venue = of(liquidation.instrument);
    venue.symbol().onLiquidation(venue, liquidation);
  }

  @Override
  public void onFeedGap(Instrument instrument) {
    VenueMarket venue = of(instrument);
    venue.symbol().onFeedGap(venue);
  }

  private VenueMarket of(Instrument instrument) {
    VenueMarket last = touched;
    if (last != null && last.instrument() == instrument) {
      return last;
    }
    VenueMarket found = venues.get(instrument);
    if (found == null) {
      found = add(instrument);
    }
    touched = found;
    return found;
  }

  private VenueMarket add(Instrument instrument) {
    SymbolPipeline symbol = bySymbol.get(instrument.symbol());
    boolean fresh = symbol == null;
    if (symbol == null) {
      symbol = new SymbolPipeline(instrument.symbol(), surroundings.venueRule());
      bySymbol.put(instrument.symbol(), symbol);
    }
    VenueMarket venue = symbol.add(instrument, surroundings.resync());
    venues.put(instrument, venue);
    if (fresh) {
      surroundings.onNewSymbol().accept(symbol);
    }
    return venue;
  }

  private void publishDue() {
    if (touched == null || !touched.symbol().crossedBoundary(BOUNDARY_MS)) {
      return;
    }
    SymbolPipeline symbol = touched.symbol();
    long eventTimeMs = symbol.eventTimeMs();
    List<VenueMarket> venuesOfSymbol = symbol.venues();
    for (int i = 0; i < venuesOfSymbol.size(); i++) { // an iterator would be made each time
      VenueMarket venue = venuesOfSymbol.get(i);
      Newest newest = newestByVenue.computeIfAbsent(venue.instrument().venue(), _ -> new Newest());
      newest.eventMs = Math.max(newest.eventMs, venue.time().newestMs());
    }
    symbol.measure();
    if (sink == null) {
      return;
    }
    List<Feed> feeds = surroundings.feeds();
    publish(sink, DocumentKey.confluence(symbol.symbol()), eventTimeMs, feeds, symbol.confluence());
    publish(sink, DocumentKey.book(symbol.symbol()), eventTimeMs, feeds, symbol.book());
    if (eventTimeMs > marketTimeMs) {
      marketTimeMs = eventTimeMs;
    }
    long boundary = Math.floorDiv(marketTimeMs, BOUNDARY_MS);
    if (boundary > marketBoundary) {
      marketBoundary = boundary;
      publishMarket(sink, feeds);
    }
  }

  private void publishMarket(DocumentSink to, List<Feed> feeds) {
    List<SymbolState> states = new ArrayList<>(bySymbol.size());
    for (SymbolPipeline pipeline : bySymbol.values()) {
      SymbolState state = pipeline.state();
      if (state != null) {
        states.add(state);
      }
    }
    MarketFold fold = new MarketFold(states, Math.max(followed, bySymbol.size()));
    publish(to, DocumentKey.MARKET_SYMBOLS, marketTimeMs, feeds, fold.table());
    publish(to, DocumentKey.MARKET_OVERVIEW, marketTimeMs, feeds, fold.overview());
    publish(to, DocumentKey.DASHBOARD_OVERVIEW, marketTimeMs, feeds, fold.dashboard(feeds));
  }

  /**
   * The version of a document that reflects events up to {@code eventTimeMs}: at most one per
   * boundary, numbered by the boundary, so that it needs no memory.
   */
  public static long version(long eventTimeMs) {
    return Math.floorDiv(eventTimeMs, BOUNDARY_MS) * BOUNDARY_MS * VERSIONS_PER_MS;
  }

  private void publish(
      DocumentSink to, DocumentKey key, long eventTimeMs, List<Feed> feeds, Object data) {
    to.publish(
        writer.write(
            key, version(eventTimeMs), eventTimeMs, computedAtMs.getAsLong(), feeds, data));
  }
}
