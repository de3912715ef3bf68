package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.storm.standin.Publisher;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/**
 * R4: the Redis primary hangs and its replica is promoted; then the old primary goes on as if
 * nothing had happened.
 */
final class Failover implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final int PATIENCE_MS = 1_000;

  @Override
  public String code() {
    return "R4";
  }

  @Override
  public String title() {
    return "Redis failover by Sentinel";
  }

  @Override
  public String obstacle() {
    return Sentinels.isInstalled() ? "" : "redis-sentinel is not installed";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    arena.publisher().moving(false);
    arena.publisher().alive(false);
    try (Sentinels redis = new Sentinels(arena);
        Publisher publisher = new Publisher(redis::primaryPort, Duration.ofMillis(500));
        Gateway gateway = arena.startGateway("gateway-sentinel", settings(redis))) {
      arena.publisher().moving(true); // what the engine answers stays young
      arena.awaitFresh(gateway);
      Patience.require("announcements", LOOK, gateway::hearsUpdates);
      try (Load load = Load.on(gateway.port(), report)) {
        long published = publisher.published();
        redis.first().signal("STOP");
        long stopped = System.nanoTime();
        report.within(
            "promoted",
            stopped,
            Duration.ofSeconds(10),
            () -> redis.primaryPort() != redis.firstPort());
        report.within(
            "writes again",
            stopped,
            Duration.ofSeconds(10),
            () -> publisher.published() > published + 100);
        report.within(
            "announcements again",
            stopped,
            Duration.ofSeconds(15),
            () -> subscribers(redis.primaryPort()) >= 1 && gateway.hearsUpdates());
        redis.first().signal("CONT");
        Thread.sleep(report.scale().seconds(2, 15));
        report.injected("promotions", redis.primaryPort() != redis.firstPort() ? 1 : 0);
        report.exactly(
            "gateways that still listen to the old one", subscribers(redis.firstPort()), 0, "");
        report.served(load.stop().all(), 250);
      }
    }
  }

  private static Map<String, String> settings(Sentinels redis) {
    return Map.of(
        "quarkus.redis.hosts",
        redis.hosts(),
        "quarkus.redis.client-type",
        "sentinel",
        "quarkus.redis.master-name",
        Sentinels.GROUP,
        "quarkus.redis.role",
        "master");
  }

  private static long subscribers(int port) throws IOException {
    try (RedisSocket redis = new RedisSocket(port, PATIENCE_MS)) {
      return redis.ask("PUBSUB", "NUMSUB", Announcement.CHANNEL).parts().get(1).number();
    }
  }
}
