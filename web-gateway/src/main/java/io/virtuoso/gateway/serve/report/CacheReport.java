package io.virtuoso.gateway.serve.report;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.memcached.MemcachedTier;
import io.virtuoso.gateway.cache.policy.PolicyTuner;
import io.virtuoso.gateway.cache.policy.TuningReport;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.observe.DocumentMeter;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.Bounds;
import io.virtuoso.gateway.route.DocumentRouter;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.model.wire.DocumentClass;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the tiers, the read path and the cache manager tell, in one piece. */
@Singleton
public final class CacheReport {
  private final LocalCache local;
  private final RedisTier redis;
  private final MemcachedTier memcached;
  private final Subscription subscription;
  private final DocumentRouter router;
  private final Freshness freshness;
  private final PolicyTuner tuner;
  private final InstantSource clock;

  @Inject
  CacheReport(
      LocalCache local,
      RedisTier redis,
      MemcachedTier memcached,
      Subscription subscription,
      DocumentRouter router,
      Freshness freshness,
      PolicyTuner tuner,
      InstantSource clock) {
    this.local = local;
    this.redis = redis;
    this.memcached = memcached;
    this.subscription = subscription;
    this.router = router;
    this.freshness = freshness;
    this.tuner = tuner;
    this.clock = clock;
  }

  public CacheMetrics metrics() {
    TuningReport seen = tuner.report();
    Set<DocumentClass> byHand = tuner.overridden();
    List<DocumentMeter> meters = Arrays.stream(DocumentClass.values()).map(router::meter).toList();
    return new CacheMetrics(
        tiers(),
        answers(meters),
        hitRatio(meters),
        Arrays.stream(DocumentClass.values())
            .map(each -> route(each, seen, byHand.contains(each)))
            .toList(),
        subscription.report(),
        new CacheMetrics.Tuning(
            seen.roundAt(),
            seen.nextAt(),
            seen.rounds(),
            seen.keys(),
            seen.hottest(),
            seen.decisions()),
        clock.instant());
  }

  public List<TierReport> tiers() {
    return List.of(local.report(), redis.report(), memcached.report());
  }

  private CacheMetrics.Route route(DocumentClass documents, TuningReport seen, boolean byHand) {
    DocumentMeter meter = router.meter(documents);
    Bounds bounds = freshness.bounds(documents);
    return new CacheMetrics.Route(
        documents.code(),
        meter.counted(Outcome.FRESH_HIT),
        meter.counted(Outcome.STALE_HIT),
        meter.counted(Outcome.COALESCED),
        meter.counted(Outcome.MISS),
        meter.counted(Outcome.UNKNOWN),
        meter.counted(Outcome.ERROR),
        hitRatio(List.of(meter)),
        answers(List.of(meter)),
        freshness.of(documents),
        bounds.minMs(),
        bounds.maxMs(),
        byHand,
        seen.routes().stream()
            .filter(pattern -> pattern.route().equals(documents.code()))
            .findFirst()
            .orElse(null));
  }

  private static List<CacheMetrics.Answers> answers(List<DocumentMeter> meters) {
    return Arrays.stream(Tier.values())
        .map(tier ->
            new CacheMetrics.Answers(
                tier.code(),
                sum(meters, Outcome.FRESH_HIT, tier),
                sum(meters, Outcome.STALE_HIT, tier),
                sum(meters, Outcome.COALESCED, tier),
                sum(meters, Outcome.MISS, tier),
                sum(meters, Outcome.ERROR, tier)))
        .filter(each ->
            each.freshHits() + each.staleHits() + each.coalesced() + each.misses() + each.errors()
                > 0)
        .toList();
  }

  private static long sum(List<DocumentMeter> meters, Outcome outcome, Tier tier) {
    return meters.stream().mapToLong(meter -> meter.counted(outcome, tier)).sum();
  }

  /** Fresh hits and coalesced over all that could be answered; null before the first question. */
  private static @Nullable Double hitRatio(List<DocumentMeter> meters) {
    long answerable = meters.stream().mapToLong(DocumentMeter::answerable).sum();
    long good =
        meters.stream()
            .mapToLong(meter -> meter.counted(Outcome.FRESH_HIT) + meter.counted(Outcome.COALESCED))
            .sum();
    return answerable == 0 ? null : (double) good / answerable;
  }
}
