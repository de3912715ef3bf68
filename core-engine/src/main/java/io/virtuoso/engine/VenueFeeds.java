package io.virtuoso.engine;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.ExchangeFeed;
import io.virtuoso.engine.inbound.exchange.live.FeedStatus;
import io.virtuoso.engine.inbound.exchange.live.FrameSink;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The live venues. A symbol is taken from the first few venues, in the configured order, that carry
 * it; a venue that has not said within {@link #PATIENCE_MS} what it carries is passed over, and
 * takes later what too few others did.
 */
final class VenueFeeds implements MarketFeed {
  private static final Logger LOG = Logger.getLogger(VenueFeeds.class.getName());
  private static final long PATIENCE_MS = 3_000;

  private final Vertx vertx;
  private final List<VenueSettings> venues;
  private final List<Symbol> wanted;
  private final Map<String, ExchangeFeed> feeds = new LinkedHashMap<>();
  private final Map<String, FrameDecoder> decoders = new ConcurrentHashMap<>();
  private final Map<String, List<Instrument>> listings = new LinkedHashMap<>();
  private final VenueRule rule;
  private final Map<Symbol, Integer> free = new HashMap<>();
  private final Set<String> inUse = ConcurrentHashMap.newKeySet();
  private boolean assigning;

  /**
   * Feeds that do nothing until {@link #start}.
   *
   * @param wanted each once
   * @param venues in order of preference
   * @param perSymbol a symbol is followed on so many of them at most
   */
  VenueFeeds(
      Vertx vertx, List<Symbol> wanted, List<VenueSettings> venues, int perSymbol, VenueRule rule) {
    this.vertx = vertx;
    this.wanted = List.copyOf(wanted);
    this.venues = List.copyOf(venues);
    this.rule = rule;
    wanted.forEach(symbol -> free.put(symbol, perSymbol));
  }

  @Override
  public void start(FrameQueue queue) {
    FrameSink sink =
        new FrameSink() {
          @Override
          public void frame(String venue, long receivedAtNanos, Buffer text) {
            queue.offer(new FrameQueue.Frame(venue, receivedAtNanos, text.getBytes()));
          }

          @Override
          public void gap(String venue, List<String> nativeSymbols) {
            queue.offer(new FrameQueue.Gap(venue, nativeSymbols));
          }
        };
    for (VenueSettings venue : venues) {
      ExchangeFeed feed = new ExchangeFeed(vertx, venue, sink);
      synchronized (this) {
        feeds.put(venue.name(), feed);
      }
      feed.discover(wanted)
          .onSuccess(instruments -> discovered(venue.name(), instruments))
          .onFailure(cause ->
              LOG.log(Level.WARNING, "{0}: {1}", new Object[] {venue.name(), cause.getMessage()}));
    }
    vertx.setTimer(PATIENCE_MS, _ -> assign(true));
  }

  private void discovered(String venue, List<Instrument> instruments) {
    LOG.info(() -> venue + " carries " + instruments.size() + " of " + wanted.size() + " symbols");
    synchronized (this) {
      listings.put(venue, instruments);
    }
    assign(false);
  }

  /** Gives out symbols once every venue has answered, or {@code now}. */
  private synchronized void assign(boolean now) {
    assigning |= now || listings.size() == feeds.size();
    if (!assigning) {
      return;
    }
    for (Map.Entry<String, ExchangeFeed> venue : feeds.entrySet()) {
      List<Instrument> carried = listings.get(venue.getKey());
      if (carried == null || inUse.contains(venue.getKey())) {
        continue;
      }
      List<Instrument> taken = new ArrayList<>();
      for (Instrument instrument : carried) {
        if (free.getOrDefault(instrument.symbol(), 0) > 0) {
          free.merge(instrument.symbol(), -1, Integer::sum);
          taken.add(instrument);
        }
      }
      if (!taken.isEmpty()) {
        begin(venue.getKey(), venue.getValue(), taken);
      }
    }
  }

  private void begin(String venue, ExchangeFeed feed, List<Instrument> instruments) {
    LOG.info(() -> venue + " is a source of " + instruments.size() + " symbols");
    decoders.put(venue, FrameDecoders.of(venue, InstrumentTable.of(instruments)));
    inUse.add(venue);
    feed.start(instruments);
  }

  @Override
  public FrameDecoder decoder(String venue) {
    FrameDecoder decoder = decoders.get(venue);
    if (decoder == null) {
      throw new IllegalStateException("a frame of a venue that was not started: " + venue);
    }
    return decoder;
  }

  @Override
  public void resync(Instrument instrument) {
    ExchangeFeed feed = feed(instrument.venue());
    if (feed != null) {
      feed.resync(instrument.nativeName());
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
  public int followed() {
    return wanted.size();
  }

  @Override
  public Map<String, Long> counters() {
    long connects = 0;
    long losses = 0;
    long failed = 0;
    for (ExchangeFeed feed : all()) {
      var counters = feed.state().counters();
      connects += counters.connects();
      losses += counters.gaps();
      failed += counters.requestsFailed() + counters.requestsRefused();
    }
    return Map.of("connects", connects, "connections_lost", losses, "requests_failed", failed);
  }

  @Override
  public void close() {
    all().forEach(ExchangeFeed::stop);
  }
}
