package io.virtuoso.gateway.route;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.redis.HotKeys;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.observe.StateLog;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Fills the first tier before the gateway calls itself ready: with what everybody asks for first,
 * then with what was hot when a gateway last said so. From Redis in one round trip, what is missing
 * then by journeys, a few at a time, so that a start is no burst; what is still missing is tried
 * again and again. Then every way to a document is gone once. It ends in time, filled or not.
 */
@Singleton
public final class WarmStart {
  private static final StateLog STATES = new StateLog();
  private static final int BATCH = 10;
  private static final long LEAVE_EVERY_MS = Duration.ofMinutes(1).toMillis();

  /** Between two rounds, when the first brought too little. */
  private static final Duration AGAIN = Duration.ofMillis(200);

  /** Rehearsals at most: what answers none of them is away. */
  private static final int REHEARSALS = 3;

  /** What Redis's answer to a first question may take, as a part of the whole budget. */
  private static final int PATIENCE = 4;

  private static final List<DocumentKey> FIRST =
      Stream.concat(
              Stream.of(
                  DocumentKey.DASHBOARD_OVERVIEW,
                  DocumentKey.MARKET_OVERVIEW,
                  DocumentKey.MARKET_SYMBOLS,
                  DocumentKey.STATUS),
              Stream.of("BTCUSDT", "ETHUSDT", "SOLUSDT", "AVAXUSDT", "XRPUSDT")
                  .map(Symbol::new)
                  .map(DocumentKey::confluence))
          .toList();

  private final LocalCache local;
  private final RedisTier redis;
  private final HotKeys hot;
  private final Journeys journeys;
  private final Freshness freshness;
  private final Duration budget;
  private volatile Report report = new Report(false, 0, 0);

  @Inject
  WarmStart(
      LocalCache local,
      RedisTier redis,
      HotKeys hot,
      Journeys journeys,
      Freshness freshness,
      GatewaySettings settings) {
    this.local = local;
    this.redis = redis;
    this.hot = hot;
    this.journeys = journeys;
    this.freshness = freshness;
    this.budget = settings.warmStart();
  }

  /**
   * How the start went.
   *
   * @param ended whether it is over, whatever it brought
   * @param wanted keys to fill
   * @param filled of them, with a copy that may be shown
   */
  public record Report(boolean ended, int wanted, int filled) {}

  public Report report() {
    return report;
  }

  void start(@Observes StartupEvent started, Vertx vertx) {
    begin();
    vertx.setPeriodic(LEAVE_EVERY_MS, timer -> hot.leave(local.hottest(HotKeys.MAX_KEYS)));
  }

  private void begin() {
    Set<DocumentKey> wanted = new LinkedHashSet<>(FIRST);
    Uni.createFrom()
        .deferred(() -> round(wanted))
        .repeat()
        .withDelay(AGAIN)
        .until(filled -> filled)
        .onItem()
        .ignoreAsUni()
        .flatMap(filled -> rehearse(REHEARSALS))
        .ifNoItem()
        .after(budget)
        .recoverWithItem(() -> null)
        .subscribe()
        .with(done -> ended(wanted), failure -> ended(wanted));
  }

  /** Whether it brought all that there is. */
  private Uni<Boolean> round(Set<DocumentKey> wanted) {
    Duration patience = budget.dividedBy(PATIENCE);
    return hot.last(patience)
        .invoke(wanted::addAll)
        .flatMap(last -> redis.findAll(wanted, patience))
        .invoke(documents -> documents.forEach(this::take))
        .flatMap(documents -> fetch(wanted.stream().filter(key -> !isHeld(key)).toList()))
        .map(done -> wanted.stream().allMatch(key -> isHeld(key) || journeys.isUnknown(key)));
  }

  private Uni<Void> rehearse(int most) {
    return journeys
        .rehearse(DocumentKey.MARKET_SYMBOLS)
        .flatMap(open -> open || most == 1 ? Uni.createFrom().voidItem() : rehearse(most - 1));
  }

  private Uni<Void> fetch(List<DocumentKey> missing) {
    return Multi.createFrom()
        .iterable(missing)
        .onItem()
        .transformToUni(key ->
            journeys
                .fly(key, freshness.of(key).hardMs())
                .found()
                .replaceWithVoid()
                .onFailure()
                .recoverWithNull())
        .merge(BATCH)
        .onItem()
        .ignoreAsUni();
  }

  private void ended(Set<DocumentKey> wanted) {
    int filled = (int) wanted.stream().filter(this::isHeld).count();
    report = new Report(true, wanted.size(), filled);
    STATES.better(
        "gateway",
        "warm start",
        "over",
        filled + " of " + wanted.size() + " documents are at hand");
  }

  private void take(StoredDocument document) {
    if (freshness.ageMs(document) <= freshness.of(document).dropMs()) {
      local.offer(document);
    }
  }

  private boolean isHeld(DocumentKey key) {
    StoredDocument held = local.peek(key);
    return held != null && freshness.ageMs(held) <= freshness.of(held).hardMs();
  }
}
