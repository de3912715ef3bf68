package io.virtuoso.gateway.cache.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.runtime.datasource.ReactiveRedisDataSourceImpl;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisAPI;
import io.vertx.redis.client.RedisOptions;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Settings;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** One gateway's way to a Redis that runs, without the rest of the gateway. */
public final class RealRedis {
  /** Leases that end only because they are given back. */
  private static final RedisLeases.Times TIMES = new RedisLeases.Times(30_000, 1_000, 30_000);

  private final Vertx vertx = Vertx.vertx();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final RedisGuard guard;
  private final RedisTier tier;
  private final RedisLeases leases;
  private final HotKeys hot;
  private final PublishedVersions versions;

  /** Connects when first used. */
  public RealRedis(int port) {
    this(port, InstantSource.system());
  }

  RealRedis(int port, InstantSource clock) {
    GatewaySettings settings =
        Settings.of(Map.of("virtuoso.gateway.redis.budget", Patience.BUDGET));
    RedisOptions options =
        new RedisOptions()
            .setConnectionString("redis://127.0.0.1:" + port)
            .setMaxPoolSize(8)
            .setMaxPoolWaiting(256);
    Redis client = Redis.createClient(vertx, options);
    ReactiveRedisDataSource source =
        new ReactiveRedisDataSourceImpl(vertx, client, RedisAPI.api(client));
    Belief belief = new Belief(clock, Duration.ofMinutes(5));
    this.guard = new RedisGuard(settings, registry, Ticker.systemTicker());
    this.tier = new RedisTier(source, guard, new Planted(source, guard, settings), belief);
    this.leases = new RedisLeases(client, guard, belief, registry, TIMES);
    this.hot = new HotKeys(source, guard);
    this.versions = new PublishedVersions(source, guard);
  }

  public RedisTier tier() {
    return tier;
  }

  public RedisLeases leases() {
    return leases;
  }

  public HotKeys hot() {
    return hot;
  }

  PublishedVersions versions() {
    return versions;
  }

  long counted(String name) {
    return guard.meter().counts().getOrDefault(name, 0L);
  }

  public void close() {
    vertx.closeAndAwait();
  }
}
