package io.virtuoso.storm.drill;

import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** R5: Redis has no room: it refuses writes, then throws away what it had, then forgets all. */
final class RedisFull implements Drill {
  private static final int PATIENCE_MS = 5_000;

  @Override
  public String code() {
    return "R5";
  }

  @Override
  public String title() {
    return "Redis full, evicting, flushed";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Duration each = report.scale().seconds(2, 20);
    long refusedBefore = arena.publisher().refused();
    try (Load load = Load.on(arena.gateway().port(), report);
        RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      redis.ask("CONFIG", "SET", "maxmemory-policy", "noeviction");
      redis.ask("CONFIG", "SET", "maxmemory", "1mb");
      Thread.sleep(each);
      boolean pushes = arena.gateway().hearsUpdates();
      report.injected("writes refused by Redis", arena.publisher().refused() - refusedBefore);
      report.exactly("announcements still arrive", pushes ? 1 : 0, 1, "");
      GreedyClient.isHeldBack(arena.gateway().port(), report);

      redis.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
      Thread.sleep(each);
      report.injected("keys evicted", evicted(redis));
      redis.ask("CONFIG", "SET", "maxmemory", "0");
      Thread.sleep(1_000);

      arena.engine().forget();
      Duration flushed = load.elapsed();
      redis.ask("FLUSHALL");
      Thread.sleep(each);
      Map<String, Long> calls =
          arena.engine().calls().stream()
              .collect(Collectors.groupingBy(call -> call.key().path(), Collectors.counting()));
      long most = calls.values().stream().mapToLong(Long::longValue).max().orElse(0);
      Load.Found found = load.stop();
      report.served(found.all(), 250);
      report.exactly(
          "good answers after FLUSHALL", found.all().after(flushed).goodPercent(), 100, "%");
      report.atMost("engine calls per key after FLUSHALL", most, 1, "");
    } finally {
      try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
        redis.ask("CONFIG", "SET", "maxmemory", "0");
      }
    }
  }

  private static long evicted(RedisSocket redis) throws IOException {
    return redis
        .ask("INFO", "stats")
        .text()
        .lines()
        .filter(line -> line.startsWith("evicted_keys:"))
        .mapToLong(line -> Long.parseLong(line.substring("evicted_keys:".length()).strip()))
        .sum();
  }
}
