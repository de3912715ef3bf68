package io.virtuoso.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.memcached.MemcachedTier;
import io.virtuoso.gateway.cache.policy.Demand;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.observe.Causes;
import io.virtuoso.gateway.observe.DocumentMeter;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The read path: local, Redis, Memcached, engine, last known good, nothing. One journey per key at
 * a time; whoever asks meanwhile shares it. Thread-safe and never blocking.
 */
@Singleton
public final class DocumentRouter implements Documents {
  private final LocalCache local;
  private final List<SharedTier> tiers;
  private final EngineDocuments engine;
  private final Freshness freshness;
  private final Demand demand;
  private final Attempts attempts;
  private final int maxFlights;
  private final KnownSymbols symbols = new KnownSymbols();
  private final Map<DocumentKey, Uni<Found>> flights = new ConcurrentHashMap<>();
  private final Map<DocumentClass, DocumentMeter> meters = new EnumMap<>(DocumentClass.class);

  /** Where the newest copy came from; the document is null when there is none. */
  private record Found(@Nullable StoredDocument document, String tier, boolean engineFailed) {}

  /** A journey, and whether somebody else had set out on it. */
  private record Flight(Uni<Found> found, boolean joined) {}

  @Inject
  DocumentRouter(
      LocalCache local,
      RedisTier redis,
      MemcachedTier memcached,
      EngineDocuments engine,
      Freshness freshness,
      Demand demand,
      GatewaySettings settings,
      Causes causes,
      MeterRegistry registry,
      Ticker ticker) {
    this(
        local,
        new Timed(causes, ticker).tiers(redis, memcached),
        new Timed(causes, ticker).engine(engine),
        freshness,
        demand,
        settings.retryAfter(),
        settings.maxFlights(),
        registry,
        ticker);
  }

  DocumentRouter(
      LocalCache local,
      List<SharedTier> tiers,
      EngineDocuments engine,
      Freshness freshness,
      Demand demand,
      Duration retryAfter,
      int maxFlights,
      MeterRegistry registry,
      Ticker ticker) {
    this.local = local;
    this.tiers = tiers;
    this.engine = engine;
    this.freshness = freshness;
    this.demand = demand;
    this.attempts = new Attempts(ticker, retryAfter);
    this.maxFlights = maxFlights;
    for (DocumentClass each : DocumentClass.values()) {
      meters.put(each, new DocumentMeter(registry, each.code()));
    }
  }

  @Override
  public Uni<Answer> find(DocumentKey key) {
    Limits limits = freshness.of(key);
    StoredDocument held = local.find(key);
    if (held != null) {
      long age = freshness.ageMs(held);
      if (age <= limits.softMs()) {
        return answer(held, limits, CacheStatus.hit("local"), Outcome.FRESH_HIT, Tier.LOCAL);
      }
      boolean mayTry = attempts.allowed(key);
      if (age <= limits.hardMs() && mayTry) {
        refresh(key, limits);
      }
      if (age <= limits.hardMs() || (!mayTry && age <= limits.dropMs())) {
        return answer(held, limits, CacheStatus.hit("local"), Outcome.STALE_HIT, Tier.LOCAL);
      }
    }
    if (!attempts.allowed(key)) {
      return nothing(key, "could not be fetched a moment ago");
    }
    return isUnknown(key)
        .flatMap(unknown -> {
          if (unknown) {
            meter(key).count(Outcome.UNKNOWN, Tier.NONE);
            return Uni.createFrom().failure(new UnknownDocumentException(key));
          }
          return journey(key, limits, held != null);
        });
  }

  @Override
  public @Nullable StoredDocument fresh(DocumentKey key) {
    StoredDocument held = local.find(key, freshness.liveSince(key));
    if (held != null) {
      meter(key).count(Outcome.FRESH_HIT, Tier.LOCAL);
      demand.served(key, freshness.ageMs(held));
    }
    return held;
  }

  /** What was asked of the documents of that class and how it ended. */
  public DocumentMeter meter(DocumentClass documents) {
    DocumentMeter meter = meters.get(documents);
    if (meter == null) {
      throw new IllegalStateException("no meter for " + documents);
    }
    return meter;
  }

  private Uni<Answer> journey(DocumentKey key, Limits limits, boolean hadStale) {
    if (!flights.containsKey(key) && flights.size() >= maxFlights) {
      return nothing(key, "too much is on its way already");
    }
    Flight flight = fly(key, limits.hardMs());
    return flight
        .found()
        .flatMap(found -> arrived(key, limits, found, hadStale, flight.joined()))
        .onFailure(UnknownDocumentException.class)
        .invoke(() -> meter(key).count(Outcome.UNKNOWN, Tier.NONE));
  }

  private Uni<Answer> arrived(
      DocumentKey key, Limits limits, Found found, boolean hadStale, boolean joined) {
    StoredDocument document = found.document;
    if (document == null) {
      return nothing(key, "no tier has it and the engine does not answer");
    }
    if (freshness.ageMs(document) > limits.dropMs()) {
      return nothing(key, "every copy within reach is older than may be shown");
    }
    boolean fromEngine = found.tier.equals("engine");
    String status = fromEngine ? CacheStatus.fetched(hadStale) : CacheStatus.hit(found.tier);
    Tier tier = Tier.ofCode(found.tier);
    if (joined) {
      return answer(document, limits, CacheStatus.collapsed(status), Outcome.COALESCED, tier);
    }
    boolean live = freshness.ageMs(document) <= limits.softMs();
    Outcome outcome = fromEngine ? Outcome.MISS : live ? Outcome.FRESH_HIT : Outcome.STALE_HIT;
    if (!live && !fromEngine && !found.engineFailed) {
      refresh(key, limits);
    }
    return answer(document, limits, status, outcome, tier);
  }

  private Uni<Boolean> isUnknown(DocumentKey key) {
    Optional<String> symbol = KnownSymbols.symbolOf(key);
    if (symbol.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    return find(DocumentKey.MARKET_SYMBOLS)
        .map(table -> !symbols.contains(table.document(), symbol.get()))
        .onFailure()
        .recoverWithItem(false); // without the list only the engine can tell
  }

  private void refresh(DocumentKey key, Limits limits) {
    if (!flights.containsKey(key) && flights.size() < maxFlights) {
      fly(key, limits.softMs()).found().subscribe().with(found -> {}, failure -> {});
    }
  }

  /** The journey to a copy of at most that age, the one under way if there is one. */
  private Flight fly(DocumentKey key, long acceptMs) {
    Uni<Found> ours =
        Uni.createFrom()
            .deferred(() -> fromTier(key, 0, acceptMs))
            .onTermination()
            .invoke(() -> flights.remove(key))
            .memoize()
            .indefinitely();
    Uni<Found> theirs = flights.putIfAbsent(key, ours);
    return theirs == null ? new Flight(ours, false) : new Flight(theirs, true);
  }

  private Uni<Found> fromTier(DocumentKey key, int index, long acceptMs) {
    if (index == tiers.size()) {
      return fromEngine(key);
    }
    SharedTier tier = tiers.get(index);
    return tier.find(key)
        .flatMap(found -> {
          if (found.isPresent() && worthKeeping(found.get())) {
            local.offer(found.get());
            StoredDocument newest = newest(key, found.get());
            if (freshness.ageMs(newest) <= acceptMs) {
              attempts.succeeded(key);
              return Uni.createFrom().item(new Found(newest, tier.name(), false));
            }
          }
          return fromTier(key, index + 1, acceptMs);
        });
  }

  private Uni<Found> fromEngine(DocumentKey key) {
    return engine
        .fetch(key)
        .map(reply ->
            switch (reply) {
              case EngineDocuments.Reply.Document(StoredDocument document) -> {
                if (worthKeeping(document)) {
                  local.offer(document);
                }
                StoredDocument newest = newest(key, document);
                settle(key, newest);
                yield new Found(newest, "engine", false);
              }
              case EngineDocuments.Reply.Unknown() -> throw new UnknownDocumentException(key);
            })
        .onFailure(failure -> !(failure instanceof UnknownDocumentException))
        .recoverWithItem(() -> {
          attempts.failed(key);
          return new Found(local.peek(key), "local", true);
        });
  }

  private void settle(DocumentKey key, StoredDocument newest) {
    if (freshness.ageMs(newest) <= freshness.of(key).softMs()) {
      attempts.succeeded(key);
    } else {
      attempts.failed(key);
    }
  }

  private boolean worthKeeping(StoredDocument document) {
    return freshness.ageMs(document) <= freshness.of(document.key()).dropMs();
  }

  private StoredDocument newest(DocumentKey key, StoredDocument candidate) {
    StoredDocument held = local.peek(key);
    return held != null && held.version() > candidate.version() ? held : candidate;
  }

  private Uni<Answer> answer(
      StoredDocument document, Limits limits, String status, Outcome outcome, Tier tier) {
    meter(document.key()).count(outcome, tier);
    long age = freshness.ageMs(document);
    demand.served(document.key(), age);
    String full = CacheStatus.withTimeToLive(status, limits.softMs() - age);
    return Uni.createFrom().item(new Answer(document, limits.state(age), outcome, tier, full));
  }

  private Uni<Answer> nothing(DocumentKey key, String reason) {
    meter(key).count(Outcome.ERROR, Tier.NONE);
    return Uni.createFrom().failure(new NothingHonestException(key, reason));
  }

  private DocumentMeter meter(DocumentKey key) {
    return meter(DocumentClass.of(key)); // candles of any range are one route
  }
}
