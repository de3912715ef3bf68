package io.virtuoso.engine.feed;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.ExchangeFeed;
import io.virtuoso.engine.inbound.exchange.live.FeedStatus;
import io.virtuoso.engine.inbound.exchange.live.FrameSink;
import io.virtuoso.engine.inbound.exchange.live.Turnover;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.engine.inbound.selection.Roster;
import io.virtuoso.engine.inbound.selection.SelectionRule;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The live venues, and what is followed on each: {@link Roster} decides, from what the venues say
 * they trade and how much, again and again. A venue that has not answered within {@link
 * #PATIENCE_MS} is not waited for.
 *
 * <p>Many symbols join in portions, the next one when the pipeline has little left to do: each
 * brings its history, and all at once would bury a pipeline that has only just begun.
 */
public final class VenueFeeds implements MarketFeed {
  private static final Logger LOG = Logger.getLogger(VenueFeeds.class.getName());
  private static final long PATIENCE_MS = 3_000;

  private static final int PORTION = 20;

  /** Frames waiting beyond which nobody joins. */
  private static final int LITTLE_TO_DO = 1_000;

  private static final long AGAIN_MS = 250;

  /** A venue with silent symbols is not asked more often what it trades. */
  private static final long SILENT_AGAIN_NANOS = 30_000_000_000L;

  private final Vertx vertx;
  private final SelectionRule selection;
  private final List<VenueSettings> venues;
  private final VenueRule rule;
  private final Consumer<Symbol> departed;
  private final Map<String, ExchangeFeed> feeds = new LinkedHashMap<>();
  private final Map<String, InstrumentTable> tables = new HashMap<>();
  private final Map<String, FrameDecoder> decoders = new ConcurrentHashMap<>();
  private final Roster roster;
  private final Set<String> asked = new HashSet<>();
  private final Map<String, Long> silentAtNanos = new HashMap<>();
  private final Set<String> inUse = ConcurrentHashMap.newKeySet();
  private volatile Set<Symbol> chosen;
  private volatile int expected;
  private @Nullable FrameQueue queue;
  private boolean assigning;
  private boolean again;
  private boolean closed;

  /**
   * Feeds that do nothing until {@link #start}.
   *
   * @param venues in order of preference
   * @param perSymbol a symbol is followed on so many of them at most
   * @param departed hears, on the pipeline's thread, of each symbol that is followed nowhere any
   *     more
   */
  public VenueFeeds(
      Vertx vertx,
      SelectionRule selection,
      List<VenueSettings> venues,
      int perSymbol,
      VenueRule rule,
      Consumer<Symbol> departed) {
    this.vertx = vertx;
    this.selection = selection;
    this.venues = List.copyOf(venues);
    this.rule = rule;
    this.departed = departed;
    this.roster =
        new Roster(selection, venues.stream().map(VenueSettings::name).toList(), perSymbol);
    this.chosen = Set.copyOf(roster.chosen());
    // Until the first look it is not known whether so many are over the floor.
    this.expected = Math.max(selection.most(), chosen.size());
  }

  @Override
  public synchronized void start(FrameQueue into) {
    queue = into;
    FrameSink sink =
        new FrameSink() {
          @Override
          public void frame(String venue, long receivedAtNanos, Buffer text) {
            frame(venue, 0, receivedAtNanos, text);
          }

          @Override
          public void frame(String venue, long connection, long receivedAtNanos, Buffer text) {
            into.offer(new FrameQueue.Frame(venue, connection, receivedAtNanos, text.getBytes()));
          }

          @Override
          public void gap(String venue, List<String> nativeSymbols) {
            into.offer(new FrameQueue.Gap(venue, nativeSymbols));
          }

          @Override
          public void turnover(String venue, List<String> nativeSymbols, Turnover step) {
            into.offer(new FrameQueue.Change(venue, nativeSymbols, step));
          }
        };
    for (VenueSettings venue : venues) {
      InstrumentTable table = InstrumentTable.of(List.of());
      tables.put(venue.name(), table);
      decoders.put(venue.name(), FrameDecoders.of(venue.name(), table));
      feeds.put(venue.name(), new ExchangeFeed(vertx, venue, sink));
    }
    look();
  }

  /** Looks, and again after the period. */
  private synchronized void look() {
    if (closed) {
      return;
    }
    askAll();
    vertx.setTimer(PATIENCE_MS, _ -> choose());
    vertx.setTimer(selection.period().toMillis(), _ -> look());
  }

  /** Asks every venue what it trades, and how much if that matters. */
  synchronized void askAll() {
    feeds.forEach((venue, feed) -> ask(venue, feed, selection.selects()));
  }

  /** Asks it once more, lest its silence be taken for a fault until the next look. */
  @Override
  public synchronized void silent(String venue) {
    ExchangeFeed feed = feeds.get(venue);
    Long lastNanos = silentAtNanos.get(venue);
    long nowNanos = System.nanoTime();
    if (closed
        || feed == null
        || feed.state().state() != FeedState.LIVE // else its silence is explained
        || (lastNanos != null && nowNanos - lastNanos < SILENT_AGAIN_NANOS)) {
      return;
    }
    silentAtNanos.put(venue, nowNanos);
    ask(venue, feed, false);
  }

  private void ask(String venue, ExchangeFeed feed, boolean matters) {
    if (!asked.add(venue)) {
      return; // it has yet to answer
    }
    feed.discover()
        .onSuccess(listings -> listed(venue, listings))
        .compose(_ -> matters ? feed.turnovers() : Future.succeededFuture(Map.of()))
        .onSuccess(turnover -> told(venue, turnover))
        .onFailure(
            cause -> LOG.log(Level.INFO, "{0}: {1}", new Object[] {venue, cause.getMessage()}))
        .onComplete(_ -> answered(venue));
  }

  private synchronized void listed(String venue, List<Listing> listings) {
    roster.listed(venue, listings);
    assign(false);
    if (assigning) {
      tell();
    }
  }

  /** An answer without any row leaves what was known. */
  private synchronized void told(String venue, Map<String, Double> turnover) {
    if (!turnover.isEmpty()) {
      roster.turnover(venue, turnover);
    }
  }

  private synchronized void answered(String venue) {
    asked.remove(venue);
    if (asked.isEmpty()) {
      choose();
    }
  }

  /** With what is known by now. */
  private synchronized void choose() {
    roster.choose();
    tell();
    assign(true);
  }

  /** A symbol that no venue trades is not missing: it is not expected. */
  private void tell() {
    chosen = Set.copyOf(roster.tradable());
    expected = chosen.size();
  }

  /** Makes the changes that are due, once every venue has answered, or {@code now}. */
  private synchronized void assign(boolean now) {
    assigning |= now || roster.isWhole();
    if (!assigning || closed) {
      return;
    }
    boolean busy = queue == null || queue.depth() > LITTLE_TO_DO;
    for (Roster.Change change : roster.changes(busy ? 0 : PORTION)) {
      if (!make(change)) {
        break;
      }
    }
    if (!again && !roster.changes(1).isEmpty()) {
      again = true;
      vertx.setTimer(AGAIN_MS, _ -> assignAgain());
    }
  }

  private synchronized void assignAgain() {
    again = false;
    assign(true);
  }

  /** The pipeline first, so that no frame comes before its decoder knows the instrument. */
  private boolean make(Roster.Change change) {
    String venue = change.venue();
    ExchangeFeed feed = feeds.get(venue);
    InstrumentTable table = tables.get(venue);
    if (feed == null || table == null || queue == null) {
      throw new IllegalStateException("not started: " + venue);
    }
    List<Instrument> all = change.all();
    if (!queue.offer(
        new FrameQueue.Following(() -> table.follow(all), change.departed(), departed))) {
      return false;
    }
    roster.done(change);
    if (all.isEmpty()) {
      inUse.remove(venue);
    } else {
      inUse.add(venue);
    }
    feed.follow(all);
    LOG.info(() ->
        "%s is a source of %d symbols; joined %s, departed %s"
            .formatted(venue, all.size(), change.joined(), change.departed()));
    return true;
  }

  @Override
  public FrameDecoder decoder(String venue) {
    FrameDecoder decoder = decoders.get(venue);
    if (decoder == null) {
      throw new IllegalStateException("a frame of a venue that was not started: " + venue);
    }
    return decoder;
  }

  /** Those that decoders know: on the pipeline's thread they change with what is followed. */
  @Override
  public List<Instrument> instruments() {
    return decoders.values().stream().flatMap(decoder -> decoder.instruments().stream()).toList();
  }

  @Override
  public boolean isSubscribed(Instrument instrument, Channel channel) {
    ExchangeFeed feed = feed(instrument.venue());
    return feed != null && feed.isSubscribed(instrument.nativeName(), channel);
  }

  @Override
  public void resync(Instrument instrument) {
    ExchangeFeed feed = feed(instrument.venue());
    if (feed != null) {
      feed.resync(instrument.nativeName());
    }
  }

  @Override
  public void frozen(Instrument instrument, Channel channel) {
    ExchangeFeed feed = feed(instrument.venue());
    if (feed != null) {
      feed.frozen(instrument.nativeName(), channel);
    }
  }

  @Override
  public void refill(String venue) {
    ExchangeFeed feed = feed(venue);
    if (feed != null) {
      feed.refill();
    }
  }

  private synchronized @Nullable ExchangeFeed feed(String venue) {
    return feeds.get(venue);
  }

  private synchronized List<ExchangeFeed> all() {
    return List.copyOf(feeds.values());
  }

  @Override
  public List<Feed> feeds(ToLongFunction<String> newestEventMs) {
    List<Feed> states = new ArrayList<>();
    for (ExchangeFeed feed : all()) {
      FeedStatus status = feed.state();
      if (inUse.isEmpty() || inUse.contains(status.venue())) {
        long newest = newestEventMs.applyAsLong(status.venue());
        states.add(
            new Feed(
                status.venue(),
                status.state(),
                newest == 0 ? null : Instant.ofEpochMilli(newest),
                status.reason()));
      }
    }
    return states;
  }

  @Override
  public VenueRule venueRule() {
    return rule;
  }

  @Override
  public boolean isFollowed(Symbol symbol) {
    return chosen.contains(symbol);
  }

  @Override
  public Map<String, FeedStatus> links() {
    Map<String, FeedStatus> links = new HashMap<>();
    for (ExchangeFeed feed : all()) {
      FeedStatus status = feed.state();
      links.put(status.venue(), status);
    }
    return links;
  }

  @Override
  public int followed() {
    return expected;
  }

  @Override
  public Map<String, Long> counters() {
    long connects = 0;
    long losses = 0;
    long failed = 0;
    long turnovers = 0;
    for (ExchangeFeed feed : all()) {
      var counters = feed.state().counters();
      connects += counters.connects();
      losses += counters.gaps();
      turnovers += counters.turnovers();
      failed += counters.requestsFailed() + counters.requestsRefused();
    }
    return Map.of(
        "connects",
        connects,
        "connections_lost",
        losses,
        "connections_replaced",
        turnovers,
        "requests_failed",
        failed);
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    all().forEach(ExchangeFeed::stop);
  }
}
