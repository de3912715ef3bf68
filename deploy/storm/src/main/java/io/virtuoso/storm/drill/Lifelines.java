package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;

/**
 * What a wrong clock would change if anything were timed by it.
 *
 * @param connects of the engine to exchanges
 * @param lost connections of the engine
 * @param failed requests of the engine to exchanges
 * @param breaker changes of the gateway's breaker for the engine
 * @param statusLivesMs how long the status would still lie in Redis
 */
record Lifelines(long connects, long lost, long failed, double breaker, long statusLivesMs) {
  private static final int PATIENCE_MS = 5_000;

  /** The status is published every second, and lives a minute. */
  private static final long STATUS_LIVES_MS = 60_000;

  private static final long PUBLISHED_EVERY_MS = 5_000;

  static Lifelines of(Arena arena, RealEngine engine) throws IOException {
    JsonNode counters = engine.status().path("counters");
    try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      return new Lifelines(
          counters.path("connects").asLong(),
          counters.path("connections_lost").asLong(),
          counters.path("requests_failed").asLong(),
          arena.gateway().metric("virtuoso_engine_breaker_total"),
          redis.ask("PTTL", DocumentKey.STATUS.stored()).number());
    }
  }

  void tell(Lifelines before, Report report) {
    report.exactly("connects", connects - before.connects, 0, "");
    report.exactly("connections lost", lost - before.lost, 0, "");
    report.exactly("requests failed", failed - before.failed, 0, "");
    report.exactly("breaker's changes", breaker - before.breaker, 0, "");
    report.atMost("status lives in Redis", statusLivesMs, STATUS_LIVES_MS, "ms");
    report.atLeast(
        "status lives in Redis", statusLivesMs, STATUS_LIVES_MS - PUBLISHED_EVERY_MS, "ms");
  }
}
