package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.Announcement;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;

/** R1: Redis is killed and comes back empty. */
final class RedisDown implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(20);
  private static final int PATIENCE_MS = 1_000;

  @Override
  public String code() {
    return "R1";
  }

  @Override
  public String title() {
    return "Redis down, back empty";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    try (Load load = Load.on(gateway.port(), report);
        Watcher watcher = new Watcher(gateway.port())) {
      watcher.awaitMessage(LOOK);
      Thread.sleep(report.scale().seconds(2, 15));
      Duration killed = load.elapsed();
      arena.redis().kill();
      Thread.sleep(report.scale().seconds(4, 60));
      report.injected("Redis killed", arena.redis().isAlive() ? 0 : 1);
      arena.startRedis();
      Duration returned = load.elapsed();
      report.within(
          "subscribed again after its return",
          Duration.ofSeconds(5),
          () -> subscribers(arena) == 1);
      long subscribedMs = System.currentTimeMillis();
      Patience.require("an update", LOOK, () -> watcher.delayMs(subscribedMs).isPresent());
      report.within("an update reaches a stream", watcher.delayMs(subscribedMs).getAsLong(), 1_000);
      report.exactly("streams closed", watcher.closeCode() == 0 ? 0 : 1, 0, "");
      Load.Found found = load.stop();
      Findings before = found.overviews().between(Duration.ZERO, killed);
      Findings during = found.overviews().between(killed, returned);
      report.served(found.all(), 250);
      report.within("p99 above the baseline", during.serviceMs(99) - before.serviceMs(99), 20);
    }
  }

  /** How many listen to the announcements. */
  static long subscribers(Arena arena) throws IOException {
    try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS)) {
      return redis.ask("PUBSUB", "NUMSUB", Announcement.CHANNEL).parts().get(1).number();
    }
  }
}
