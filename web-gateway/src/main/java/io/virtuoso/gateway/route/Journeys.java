package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.memcached.MemcachedTier;
import io.virtuoso.gateway.cache.redis.RedisLeases;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ways to a newer copy: Redis, Memcached, then the engine, which one gateway asks for all. One
 * journey per key at a time; whoever asks meanwhile shares it. What is brought goes into the local
 * tier, if it is newer than what is there. Thread-safe and never blocking.
 */
@Singleton
final class Journeys {
  /** How often one who waits for another gateway looks, and how many times. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(40);

  private static final int LOOKS = 7;

  private final LocalCache local;
  private final List<SharedTier> tiers;
  private final EngineDocuments engine;
  private final Leases leases;
  private final Freshness freshness;
  private final BooleanSupplier announced;
  private final Ticker ticker;
  private final int maxFlights;
  private final Attempts attempts;
  private final EarlyRefresh early;
  private final Map<DocumentKey, CompletableFuture<Found>> flights = new ConcurrentHashMap<>();

  /** Where the newest copy came from; the document is null when there is none. */
  record Found(@Nullable StoredDocument document, String tier, boolean engineFailed) {}

  /** A journey, and whether somebody else had set out on it. */
  record Flight(Uni<Found> found, boolean joined) {}

  @Inject
  Journeys(
      LocalCache local,
      RedisTier redis,
      MemcachedTier memcached,
      EngineDocuments engine,
      RedisLeases leases,
      Freshness freshness,
      Subscription subscription,
      GatewaySettings settings,
      Causes causes,
      Ticker ticker) {
    this(
        local,
        new Timed(causes, ticker).tiers(redis, memcached),
        new Timed(causes, ticker).engine(engine),
        leases,
        freshness,
        subscription::isLive,
        settings.retryAfter(),
        settings.maxFlights(),
        ticker);
  }

  /**
   * Journeys through those tiers.
   *
   * @param announced whether new versions are being announced, so that silence means no change
   * @param retryAfter what a key that could not be made fresh is left alone for
   */
  Journeys(
      LocalCache local,
      List<SharedTier> tiers,
      EngineDocuments engine,
      Leases leases,
      Freshness freshness,
      BooleanSupplier announced,
      Duration retryAfter,
      int maxFlights,
      Ticker ticker) {
    this.local = local;
    this.tiers = tiers;
    this.engine = engine;
    this.leases = leases;
    this.freshness = freshness;
    this.announced = announced;
    this.ticker = ticker;
    this.maxFlights = maxFlights;
    this.attempts =
        new Attempts(ticker, retryAfter, () -> ThreadLocalRandom.current().nextDouble());
    this.early = new EarlyRefresh(() -> ThreadLocalRandom.current().nextDouble());
    local.onNewer(document -> attempts.exists(document.key()));
  }

  /** Whether the key was not tried in vain a moment ago. */
  boolean isWorthwhile(DocumentKey key) {
    return attempts.allowed(key);
  }

  /** Whether the engine said a moment ago that there is no such document. */
  boolean isUnknown(DocumentKey key) {
    return attempts.isUnknown(key);
  }

  /** Whether somebody is on the way to that key. */
  boolean isUnderWay(DocumentKey key) {
    return flights.containsKey(key);
  }

  /** Whether a journey to that key would be one too many. */
  boolean isFull(DocumentKey key) {
    return flights.size() >= maxFlights && !flights.containsKey(key);
  }

  /**
   * Whether that copy should be refreshed by now; not while it is live and anything newer would
   * have been announced.
   */
  boolean isDue(StoredDocument held, long ageMs, Limits limits) {
    boolean live = ageMs <= limits.softMs();
    return early.isDue(held, ageMs, limits)
        && attempts.allowed(held.key())
        && !(live && isAnnounced(held.key()));
  }

  /** Sets out for a copy younger than {@code held}, unless somebody is on the way. */
  void refresh(StoredDocument held, Limits limits) {
    DocumentKey key = held.key();
    if (!flights.containsKey(key) && !isFull(key)) {
      long younger = Math.min(limits.softMs(), freshness.ageMs(held) - 1);
      fly(key, younger);
    }
  }

  /**
   * The journey to a copy of at most that age, or a final one; the one under way if there is one.
   * It fails only with {@link UnknownDocumentException}.
   */
  Flight fly(DocumentKey key, long acceptMs) {
    CompletableFuture<Found> ours = new CompletableFuture<>();
    CompletableFuture<Found> theirs = flights.putIfAbsent(key, ours);
    if (theirs != null) {
      return new Flight(arrival(theirs), true);
    }
    Uni.createFrom()
        .deferred(() -> setOut(key, acceptMs))
        .onTermination()
        .invoke(() -> flights.remove(key))
        .subscribe() // it goes on when nobody waits any more
        .with(ours::complete, ours::completeExceptionally);
    return new Flight(arrival(ours), false);
  }

  /**
   * Goes every way once, whatever the others bring, so that no user is the first who goes it.
   *
   * @return whether a tier had the document in time and the engine told it
   */
  Uni<Boolean> rehearse(DocumentKey key) {
    Uni<Boolean> found = Uni.createFrom().item(false);
    for (SharedTier tier : tiers) {
      found =
          found.flatMap(
              before -> tier.find(key, this::keep).map(copy -> before || copy.isPresent()));
    }
    return found.flatMap(known ->
        engine
            .fetch(key)
            .map(reply -> known && reply instanceof EngineDocuments.Reply.Document)
            .onFailure()
            .recoverWithItem(false));
  }

  /**
   * What one of those who wait sees; a copy, so that one who gives up ends it for nobody else. No
   * memoized Uni: that can hand an item to a subscriber whose subscription is still under way,
   * which then takes it for something else.
   */
  private static Uni<Found> arrival(CompletableFuture<Found> flight) {
    return Uni.createFrom().completionStage(flight::copy);
  }

  /** Who came home between the caller's look at the local tier and now has brought it already. */
  private Uni<Found> setOut(DocumentKey key, long acceptMs) {
    StoredDocument brought = local.peek(key);
    return brought != null && isAcceptable(brought, acceptMs)
        ? Uni.createFrom().item(new Found(brought, "local", false))
        : measured(key, fromTier(key, 0, acceptMs));
  }

  private boolean isAcceptable(StoredDocument copy, long acceptMs) {
    return freshness.ageMs(copy) <= acceptMs || freshness.isFinal(copy);
  }

  private Uni<Found> measured(DocumentKey key, Uni<Found> journey) {
    long began = ticker.read();
    return journey.invoke(found ->
        early.took(key, (double) (ticker.read() - began) / TimeUnit.MILLISECONDS.toNanos(1)));
  }

  private Uni<Found> fromTier(DocumentKey key, int index, long acceptMs) {
    if (index == tiers.size()) {
      return fromEngine(key, 0);
    }
    SharedTier tier = tiers.get(index);
    return tier.find(key, this::keep)
        .flatMap(found -> {
          if (found.isPresent()) {
            StoredDocument newest = keep(found.get());
            if (isAcceptable(newest, acceptMs)) {
              attempts.succeeded(key);
              return Uni.createFrom().item(new Found(newest, tier.name(), false));
            }
          }
          return fromTier(key, index + 1, acceptMs);
        });
  }

  private Uni<Found> fromEngine(DocumentKey key, int looks) {
    long held = heldVersion(key);
    return leases
        .turn(key, held)
        .flatMap(turn ->
            switch (turn) {
              case Leases.Granted granted -> ask(key, granted);
              case Leases.Brought(StoredDocument document) ->
                  Uni.createFrom().item(new Found(settle(key, held, document), "redis", false));
              case Leases.Taken taken when looks < LOOKS -> awaitOther(key, held, looks);
              case Leases.Taken taken -> ask(key, null);
              case Leases.Untold untold -> ask(key, null);
            });
  }

  /** Another gateway asks: its answer arrives as an announcement, or is handed over. */
  private Uni<Found> awaitOther(DocumentKey key, long held, int looks) {
    return Uni.createFrom()
        .voidItem()
        .onItem()
        .delayIt()
        .by(LOOK_EVERY)
        .flatMap(waited -> {
          StoredDocument newer = local.peek(key);
          return newer != null && newer.version() > held
              ? Uni.createFrom().item(new Found(settle(key, held, newer), "local", false))
              : fromEngine(key, looks + 1);
        });
  }

  private Uni<Found> ask(DocumentKey key, Leases.@Nullable Granted turn) {
    long held = heldVersion(key);
    return engine
        .fetch(key)
        .onItemOrFailure()
        .invoke((reply, failure) -> {
          if (turn != null) {
            boolean brought = reply instanceof EngineDocuments.Reply.Document;
            turn.done(brought ? ((EngineDocuments.Reply.Document) reply).document() : null);
          }
        })
        .onCancellation()
        .invoke(() -> {
          if (turn != null) {
            turn.done(null);
          }
        })
        .map(reply ->
            switch (reply) {
              case EngineDocuments.Reply.Document(StoredDocument document) ->
                  new Found(settle(key, held, document), "engine", false);
              case EngineDocuments.Reply.Remembered(StoredDocument document) -> {
                attempts.failed(key);
                yield new Found(document, "local", true);
              }
              case EngineDocuments.Reply.Unknown() -> {
                attempts.unknown(key);
                throw new UnknownDocumentException(key);
              }
            })
        .onFailure(failure -> !(failure instanceof UnknownDocumentException))
        .recoverWithItem(() -> {
          attempts.failed(key);
          return new Found(local.peek(key), "local", true);
        });
  }

  /** Takes what is the engine's word, and remembers when to ask again. */
  private StoredDocument settle(DocumentKey key, long held, StoredDocument answer) {
    StoredDocument newest = keep(answer);
    long ageMs = freshness.ageMs(newest);
    if (newest.version() > held && ageMs <= freshness.of(newest).softMs()) {
      attempts.succeeded(key);
    } else {
      attempts.quiet(key, isAnnounced(key));
    }
    return newest;
  }

  /** Whether a newer version of that document would have been announced to us. */
  private boolean isAnnounced(DocumentKey key) {
    return DocumentClass.of(key) != DocumentClass.CANDLES && announced.getAsBoolean();
  }

  private StoredDocument keep(StoredDocument candidate) {
    DocumentKey key = candidate.key();
    if (freshness.ageMs(candidate) <= freshness.of(candidate).dropMs()) {
      local.offer(candidate);
    }
    StoredDocument held = local.peek(key);
    return held != null && held.version() > candidate.version() ? held : candidate;
  }

  private long heldVersion(DocumentKey key) {
    StoredDocument held = local.peek(key);
    return held == null ? 0 : held.version();
  }
}
