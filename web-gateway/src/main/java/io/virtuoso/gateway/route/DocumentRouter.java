package io.virtuoso.gateway.route;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.policy.Demand;
import io.virtuoso.gateway.observe.DocumentMeter;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The read path: the local copy if it is young enough, else a journey to a newer one, else the last
 * known good, marked, else nothing. Thread-safe and never blocking.
 */
@Singleton
public final class DocumentRouter implements Documents {
  private final LocalCache local;
  private final Journeys journeys;
  private final Freshness freshness;
  private final Demand demand;
  private final Duration patience;
  private final Predicate<StoredDocument> calm;
  private final KnownSymbols symbols = new KnownSymbols();
  private final Map<DocumentClass, DocumentMeter> meters = new EnumMap<>(DocumentClass.class);

  @Inject
  DocumentRouter(
      LocalCache local,
      Journeys journeys,
      Freshness freshness,
      Demand demand,
      GatewaySettings settings,
      MeterRegistry registry) {
    this(local, journeys, freshness, demand, settings.patience(), registry);
  }

  DocumentRouter(
      LocalCache local,
      Journeys journeys,
      Freshness freshness,
      Demand demand,
      Duration patience,
      MeterRegistry registry) {
    this.local = local;
    this.journeys = journeys;
    this.freshness = freshness;
    this.demand = demand;
    this.patience = patience;
    this.calm = freshness::isCalm;
    for (DocumentClass each : DocumentClass.values()) {
      meters.put(each, new DocumentMeter(registry, each.code()));
    }
  }

  @Override
  public Uni<Answer> find(DocumentKey key) {
    StoredDocument held = local.find(key);
    Limits limits = held == null ? freshness.of(key) : freshness.of(held);
    if (held != null) {
      long age = freshness.ageMs(held);
      boolean due = age <= limits.hardMs() && journeys.isDue(held, age, limits);
      if (due) {
        journeys.refresh(held, limits);
      }
      if (age <= limits.softMs()) {
        return answer(held, limits, CacheStatus.hit("local"), Outcome.FRESH_HIT, Tier.LOCAL);
      }
      boolean failed = !journeys.isWorthwhile(key) && !journeys.isUnknown(key);
      if (age <= limits.hardMs() || (failed && age <= limits.dropMs())) {
        return answer(held, limits, CacheStatus.hit("local"), Outcome.STALE_HIT, Tier.LOCAL);
      }
    }
    if (journeys.isUnknown(key)) {
      return unknown(key);
    }
    if (!journeys.isWorthwhile(key)) {
      return nothing(key, "could not be fetched a moment ago");
    }
    if (held != null && freshness.ageMs(held) <= limits.dropMs()) {
      return hurried(key, limits, held);
    }
    return isUnknown(key).flatMap(unknown -> unknown ? unknown(key) : journey(key, limits, held));
  }

  @Override
  public @Nullable StoredDocument fresh(DocumentKey key) {
    return local.find(key, calm);
  }

  @Override
  public boolean isFar(DocumentKey key) {
    return local.peek(key) == null
        && !journeys.isUnderWay(key)
        && !journeys.isUnknown(key)
        && journeys.isWorthwhile(key);
  }

  @Override
  public void served(StoredDocument fresh) {
    local.served();
    meter(fresh.key()).count(Outcome.FRESH_HIT, Tier.LOCAL);
    demand.served(fresh.key(), freshness.ageMs(fresh));
  }

  /** What was asked of the documents of that class and how it ended. */
  public DocumentMeter meter(DocumentClass documents) {
    DocumentMeter meter = meters.get(documents);
    if (meter == null) {
      throw new IllegalStateException("no meter for " + documents);
    }
    return meter;
  }

  private Uni<Answer> journey(DocumentKey key, Limits limits, @Nullable StoredDocument held) {
    if (journeys.isFull(key)) {
      return nothing(key, "too much is on its way already");
    }
    Journeys.Flight flight = journeys.fly(key, limits.hardMs());
    Uni<Answer> answer =
        flight.found().flatMap(found -> arrived(key, found, held != null, flight.joined()));
    return answer
        .onFailure(UnknownDocumentException.class)
        .invoke(() -> meter(key).count(Outcome.UNKNOWN, Tier.NONE));
  }

  /** With an old copy in hand nobody waits long for a newer one; the journey goes on without us. */
  private Uni<Answer> hurried(DocumentKey key, Limits limits, StoredDocument held) {
    Uni<Answer> old =
        Uni.createFrom()
            .deferred(() ->
                answer(held, limits, CacheStatus.hit("local"), Outcome.STALE_HIT, Tier.LOCAL));
    return journeys.isFull(key)
        ? old
        : journey(key, limits, held).ifNoItem().after(patience).recoverWithUni(old);
  }

  private Uni<Answer> arrived(
      DocumentKey key, Journeys.Found found, boolean hadStale, boolean joined) {
    StoredDocument document = found.document();
    if (document == null) {
      return nothing(key, "no tier has it and the engine does not answer");
    }
    Limits limits = freshness.of(document);
    if (freshness.ageMs(document) > limits.dropMs()) {
      return nothing(key, "every copy within reach is older than may be shown");
    }
    boolean fromEngine = found.tier().equals("engine");
    String status = fromEngine ? CacheStatus.fetched(hadStale) : CacheStatus.hit(found.tier());
    Tier tier = Tier.ofCode(found.tier());
    boolean live = freshness.ageMs(document) <= limits.softMs();
    if (joined) {
      Outcome shared = live ? Outcome.COALESCED : Outcome.STALE_HIT; // coalesced counts as fresh
      return answer(document, limits, CacheStatus.collapsed(status), shared, tier);
    }
    Outcome outcome = fromEngine ? Outcome.MISS : live ? Outcome.FRESH_HIT : Outcome.STALE_HIT;
    if (!live && !fromEngine && !found.engineFailed()) {
      journeys.refresh(document, limits);
    }
    return answer(document, limits, status, outcome, tier);
  }

  private Uni<Boolean> isUnknown(DocumentKey key) {
    Optional<String> symbol = KnownSymbols.symbolOf(key);
    if (symbol.isEmpty()) {
      return Uni.createFrom().item(false);
    }
    return find(DocumentKey.MARKET_SYMBOLS)
        .map(table -> symbols.rulesOut(table.document(), symbol.get()))
        .onFailure()
        .recoverWithItem(false); // without the list only the engine can tell
  }

  private Uni<Answer> answer(
      StoredDocument document, Limits limits, String status, Outcome outcome, Tier tier) {
    meter(document.key()).count(outcome, tier);
    long age = freshness.ageMs(document);
    demand.served(document.key(), age);
    String full = CacheStatus.withTimeToLive(status, limits.softMs() - age);
    return Uni.createFrom().item(new Answer(document, limits.state(age), outcome, tier, full));
  }

  private Uni<Answer> unknown(DocumentKey key) {
    meter(key).count(Outcome.UNKNOWN, Tier.NONE);
    return Uni.createFrom().failure(new UnknownDocumentException(key));
  }

  private Uni<Answer> nothing(DocumentKey key, String reason) {
    meter(key).count(Outcome.ERROR, Tier.NONE);
    return Uni.createFrom().failure(new NothingHonestException(key, reason));
  }

  private DocumentMeter meter(DocumentKey key) {
    return meter(DocumentClass.of(key)); // candles of any range are one route
  }
}
