package io.virtuoso.gateway.serve.performance;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.memcached.MemcachedTier;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.gateway.route.engine.Engine;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** What the gateway stands on, each as it says of itself. */
@Singleton
final class Parts {
  private final LocalCache local;
  private final RedisTier redis;
  private final MemcachedTier memcached;
  private final Subscription subscription;
  private final Engine engine;

  @Inject
  Parts(
      LocalCache local,
      RedisTier redis,
      MemcachedTier memcached,
      Subscription subscription,
      Engine engine) {
    this.local = local;
    this.redis = redis;
    this.memcached = memcached;
    this.subscription = subscription;
    this.engine = engine;
  }

  List<TierReport> tiers() {
    return List.of(local.report(), redis.report(), memcached.report());
  }

  TierReport redis() {
    return redis.report();
  }

  TierReport memcached() {
    return memcached.report();
  }

  Subscription.Report updates() {
    return subscription.report();
  }

  /** {@code closed}, {@code open} or {@code half_open}. */
  String engineBreaker() {
    return engine.breaker();
  }
}
