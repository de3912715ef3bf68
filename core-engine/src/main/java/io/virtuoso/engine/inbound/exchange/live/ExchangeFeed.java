package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.live.dialect.ExchangeDialect;
import io.virtuoso.engine.inbound.exchange.live.dialect.Listing;
import io.virtuoso.engine.inbound.exchange.live.dialect.Resync;
import io.virtuoso.engine.inbound.exchange.live.dialect.Shard;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
  private static final long FIRST_MINUTE_CLOSED_MS = 65_000;

  /** Whoever dropped frames drops more of them soon; all is asked for once, afterwards. */
  private static final long REFILL_AFTER_MS = 5_000;

  private final Venue venue;
  private final RestClient rest;
  private final Questions questions;
  private final Carriers carriers;
  private final Map<String, Long> resyncedAtMs = new HashMap<>();
  private volatile @Nullable Discovery discovery;
  private boolean refilling;
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
    this.carriers = new Carriers(venue, this::subscribed);
  }

  /**
   * What the venue trades now, one listing for each symbol. Asks until it knows: fails only when
   * the feed is stopped meanwhile. {@link #state} tells what is in the way.
   */
  public Future<List<Listing>> discover() {
    Promise<List<Listing>> promise = Promise.promise();
    venue
        .loop()
        .execute(() -> {
          Discovery next = new Discovery(venue, rest);
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

  /**
   * Quote currency traded in 24 hours, by {@link Listing#answerName}. Asks once; fails when there
   * is no answer.
   */
  public Future<Map<String, Double>> turnovers() {
    Promise<Map<String, Double>> promise = Promise.promise();
    venue
        .loop()
        .execute(() ->
            rest.get(venue.dialect().turnovers())
                .compose(body ->
                    venue.loop().aside(() -> venue.dialect().readTurnovers(body.getBytes())))
                .onComplete(promise));
    return promise.future();
  }

  /**
   * Follows these instruments and no others from now on. Those that come are subscribed, their
   * history is fetched; those that go are unsubscribed; connections that others share stay open.
   */
  public void follow(List<Instrument> instruments) {
    List<String> symbols = instruments.stream().map(Instrument::nativeName).distinct().toList();
    venue.loop().execute(() -> followNow(symbols));
  }

  private void followNow(List<String> symbols) {
    if (stopped) {
      return;
    }
    started = true;
    Set<String> gone = new HashSet<>(carriers.carried());
    symbols.forEach(gone::remove);
    if (!gone.isEmpty()) {
      carriers.leave(gone);
      resyncedAtMs.keySet().removeAll(gone);
    }
    Set<String> carried = carriers.carried();
    List<String> fresh = symbols.stream().filter(symbol -> !carried.contains(symbol)).toList();
    if (!fresh.isEmpty()) {
      carriers.join(fresh);
      questions.history(fresh);
    }
    questions.poll(symbols);
  }

  private void subscribed(VenueConnection connection, List<String> symbols, long outageMs) {
    Shard shard = connection.shard();
    if (shard.books()) {
      for (String symbol : symbols) {
        if (carriers.ofBook(symbol) == connection) {
          resyncedAtMs.put(symbol, venue.loop().millis());
          if (venue.dialect().resync(symbol) instanceof Resync.Snapshot(var query)) {
            questions.ask(query);
          }
        }
      }
    }
    if (shard.candles() && outageMs >= 0) {
      questions.heal(symbols, outageMs);
    }
    if (shard.candles() && venue.dialect().barsFromTrades()) {
      // The minute in which it began lacks the trades before: ask once more when it has closed.
      venue
          .loop()
          .after(FIRST_MINUTE_CLOSED_MS, () -> questions.heal(symbols, FIRST_MINUTE_CLOSED_MS));
    }
  }

  /** The receiver has dropped what it was given: history is asked for again, a little later. */
  public void refill() {
    venue
        .loop()
        .execute(() -> {
          if (!refilling) {
            refilling = true;
            venue.loop().after(REFILL_AFTER_MS, this::refillNow);
          }
        });
  }

  private void refillNow() {
    refilling = false;
    if (!stopped) {
      questions.history(List.copyOf(carriers.carried()));
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
    VenueConnection carrier = carriers.ofBook(symbol);
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

  /**
   * Messages of that channel go on with a time that stands still: its stream is joined again, and
   * reconnected when that does not help. To be told once a second as long as it is so.
   */
  public void frozen(String nativeSymbol, Channel channel) {
    venue
        .loop()
        .execute(() ->
            venue.dialect().stream(nativeSymbol, channel)
                .ifPresent(stream -> carriers.connections().forEach(each -> each.frozen(stream))));
  }

  /** Whether a symbol that is followed here is subscribed to a stream of that channel. */
  public boolean isSubscribed(String nativeSymbol, Channel channel) {
    return venue.dialect().stream(nativeSymbol, channel).isPresent();
  }

  /** Units of each request limit that were asked for since the start; on the event loop only. */
  Map<String, Long> requestUnits() {
    return rest.units();
  }

  /** How the feed is now. */
  public FeedStatus state() {
    Discovery finding = discovery;
    return FeedJudgement.of(
        venue.name(),
        stopped,
        started,
        carriers.connections(),
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
          carriers.close();
          rest.stop();
          venue.sockets().close();
        });
  }
}
