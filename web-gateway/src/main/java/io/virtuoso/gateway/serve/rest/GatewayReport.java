package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.memcached.MemcachedTier;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.observe.DocumentMeter;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.alert.AlertReport;
import io.virtuoso.gateway.observe.alert.Alerts;
import io.virtuoso.gateway.route.DocumentRouter;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.route.Limits;
import io.virtuoso.gateway.route.engine.Engine;
import io.virtuoso.model.wire.DocumentClass;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The gateway about itself. */
@Singleton
final class GatewayReport {
  private final LocalCache local;
  private final RedisTier redis;
  private final MemcachedTier memcached;
  private final Subscription subscription;
  private final DocumentRouter router;
  private final Freshness freshness;
  private final Engine engine;
  private final Alerts alerts;
  private final InstantSource clock;
  private final String version;
  private final Instant startedAt;

  @Inject
  GatewayReport(
      LocalCache local,
      RedisTier redis,
      MemcachedTier memcached,
      Subscription subscription,
      DocumentRouter router,
      Freshness freshness,
      Engine engine,
      Alerts alerts,
      InstantSource clock,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.local = local;
    this.redis = redis;
    this.memcached = memcached;
    this.subscription = subscription;
    this.router = router;
    this.freshness = freshness;
    this.engine = engine;
    this.alerts = alerts;
    this.clock = clock;
    this.version = version;
    this.startedAt = clock.instant();
  }

  /**
   * How one class of documents was served.
   *
   * @param hitRatio fresh hits and coalesced over everything that could be answered; null before
   *     the first question
   */
  record Route(
      String route,
      long freshHits,
      long staleHits,
      long coalesced,
      long misses,
      long unknown,
      long errors,
      @Nullable Double hitRatio,
      Limits limits) {}

  /** {@code /api/cache/metrics}. */
  record CacheMetrics(
      List<TierReport> tiers, List<Route> routes, Subscription.Report updates, Instant asOf) {}

  /**
   * The gateway's part of {@code /api/status}.
   *
   * @param engineBreaker {@code closed}, {@code open} or {@code half_open}
   * @param alerts those raised
   */
  record State(
      String version,
      Instant startedAt,
      long uptimeMs,
      List<TierReport> tiers,
      String engineBreaker,
      Subscription.Report updates,
      List<AlertReport> alerts) {
    State {
      tiers = List.copyOf(tiers);
      alerts = List.copyOf(alerts);
    }
  }

  CacheMetrics metrics() {
    return new CacheMetrics(
        tiers(),
        Arrays.stream(DocumentClass.values()).map(this::route).toList(),
        subscription.report(),
        clock.instant());
  }

  State state() {
    return new State(
        version,
        startedAt,
        clock.millis() - startedAt.toEpochMilli(),
        tiers(),
        engine.breaker(),
        subscription.report(),
        alerts.report().stream().filter(AlertReport::raised).toList());
  }

  private List<TierReport> tiers() {
    return List.of(local.report(), redis.report(), memcached.report());
  }

  private Route route(DocumentClass documents) {
    DocumentMeter meter = router.meter(documents);
    long fresh = meter.counted(Outcome.FRESH_HIT);
    long coalesced = meter.counted(Outcome.COALESCED);
    long answerable = meter.answerable();
    return new Route(
        documents.code(),
        fresh,
        meter.counted(Outcome.STALE_HIT),
        coalesced,
        meter.counted(Outcome.MISS),
        meter.counted(Outcome.UNKNOWN),
        meter.counted(Outcome.ERROR),
        answerable == 0 ? null : (double) (fresh + coalesced) / answerable,
        freshness.of(documents));
  }
}
