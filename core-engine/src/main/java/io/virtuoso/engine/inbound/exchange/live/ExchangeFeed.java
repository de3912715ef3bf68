package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import io.virtuoso.engine.inbound.exchange.live.dialect.Resync;
import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One venue, live: finds its instruments, keeps its connections, asks for what no stream carries,
 * and hands every text it receives to a {@link FrameSink}.
 *
 * <p>Thread-safe: work is done on one event loop of its own; every method may be called from any
 * thread and none blocks. Futures complete on that event loop.
 */
public final class ExchangeFeed {
  private static final long RESYNC_SPACING_MS = 1_000;

  private final Venue venue;
  private final RestClient rest;
  private final Questions questions;
  private final Map<String, VenueConnection> bookCarriers = new HashMap<>();
  private final Map<String, Long> resyncedAtMs = new HashMap<>();
  private volatile List<VenueConnection> connections = List.of();
  private volatile @Nullable Discovery discovery;
  private volatile boolean started;
  private volatile boolean stopped;

  /**
   * A feed that does nothing yet.
   *
   * @throws IllegalStateException when called on a worker thread of Vert.x
   */
  public ExchangeFeed(Vertx vertx, VenueSettings settings, FrameSink sink) {
    this(
        settings,
        new VertxLoop(vertx),
        new VertxSockets(vertx, settings.socketUrl(), settings.timings()),
        new VertxRest(vertx, settings.restUrl(), settings.timings(), VertxRest.MAX_BODY),
        RandomGenerator.getDefault(),
        sink);
  }

  ExchangeFeed(
      VenueSettings settings,
      EventLoop loop,
      Sockets sockets,
      RestTransport transport,
      RandomGenerator random,
      FrameSink sink) {
    ExchangeDialect dialect = settings.dialect();
    Tally tally = new Tally();
    this.venue =
        new Venue(settings, dialect, loop, sockets, random, new ConnectBudget(), sink, tally);
    this.rest = new RestClient(settings, dialect, transport, loop, random, tally);
    this.questions = new Questions(venue, rest);
  }

  /**
   * The instruments under which the venue trades the wanted symbols now, in their order. Asks until
   * it knows: fails only when the feed is stopped meanwhile. {@link #state} tells what is in the
   * way.
   */
  public Future<List<Instrument>> discover(List<Symbol> wanted) {
    List<Symbol> asked = List.copyOf(wanted);
    Promise<List<Instrument>> promise = Promise.promise();
    venue
        .loop()
        .execute(() -> {
          Discovery next = new Discovery(venue, rest, asked);
          discovery = next;
          next.found().onComplete(promise);
          if (stopped) {
            next.stop();
          } else {
            next.begin();
          }
        });
    return promise.future();
  }

  /** Connects, fetches history, begins to poll. A second call does nothing. */
  public void start(List<Instrument> instruments) {
    List<String> symbols = instruments.stream().map(Instrument::nativeName).distinct().toList();
    venue.loop().execute(() -> begin(symbols));
  }

  private void begin(List<String> symbols) {
    if (started || stopped) {
      return;
    }
    started = true;
    List<VenueConnection> all = new ArrayList<>();
    for (Shard shard : venue.dialect().shards(symbols)) {
      VenueConnection connection = new VenueConnection(venue, shard, this::subscribed);
      all.add(connection);
      if (shard.books()) {
        shard.symbols().forEach(symbol -> bookCarriers.put(symbol, connection));
      }
    }
    connections = List.copyOf(all);
    all.forEach(VenueConnection::open);
    questions.history(symbols);
    questions.poll(symbols);
  }

  private void subscribed(VenueConnection connection, long outageMs) {
    Shard shard = connection.shard();
    if (shard.books()) {
      for (String symbol : shard.symbols()) {
        if (venue.dialect().resync(symbol) instanceof Resync.Snapshot(var query)) {
          resyncedAtMs.put(symbol, venue.loop().millis());
          questions.ask(query);
        }
      }
    }
    if (shard.candles() && outageMs >= 0) {
      questions.heal(shard.symbols(), outageMs);
    }
  }

  /**
   * Makes one instrument's book whole again. At most once a second per instrument and only while
   * its connection is subscribed (a snapshot follows every subscription anyway); else it does
   * nothing, and whoever still lacks a book asks again.
   */
  public void resync(String nativeSymbol) {
    venue.loop().execute(() -> resyncNow(nativeSymbol));
  }

  private void resyncNow(String symbol) {
    long nowMs = venue.loop().millis();
    VenueConnection carrier = bookCarriers.get(symbol);
    Long lastMs = resyncedAtMs.get(symbol);
    boolean tooSoon = lastMs != null && nowMs - lastMs < RESYNC_SPACING_MS;
    if (stopped || carrier == null || !carrier.subscribedNow() || tooSoon) {
      venue.tally().resyncsRefused.incrementAndGet();
      return;
    }
    resyncedAtMs.put(symbol, nowMs);
    venue.tally().resyncs.incrementAndGet();
    switch (venue.dialect().resync(symbol)) {
      case Resync.Snapshot(var query) -> questions.ask(query);
      case Resync.Resubscribe(var stream) -> carrier.resubscribe(stream);
    }
  }

  /** How the feed is now. */
  public FeedStatus state() {
    Discovery finding = discovery;
    return FeedJudgement.of(
        venue.name(),
        stopped,
        started,
        connections,
        finding == null ? null : finding.trouble(),
        rest.hold().orElse(null),
        venue.tally().read());
  }

  /** Ends everything, for good. */
  public void stop() {
    stopped = true;
    venue
        .loop()
        .execute(() -> {
          Discovery finding = discovery;
          if (finding != null) {
            finding.stop();
          }
          questions.stop();
          connections.forEach(VenueConnection::close);
          rest.stop();
          venue.sockets().close();
        });
  }
}
