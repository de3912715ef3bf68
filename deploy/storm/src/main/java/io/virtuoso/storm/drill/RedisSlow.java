package io.virtuoso.storm.drill;

import io.virtuoso.storm.proxy.Direction;
import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import java.time.Duration;

/** R3: the way to Redis is long, narrow, and loses connections. */
final class RedisSlow implements Drill {
  private static final long NARROW = 256_000 / 8;
  private static final double LOST = 0.05;

  @Override
  public String code() {
    return "R3";
  }

  @Override
  public String title() {
    return "Redis slow and lossy";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (Load load = Load.on(arena.gateway().port(), report)) {
      Duration each = report.scale().seconds(2, 20);
      arena
          .toRedis()
          .inject(Injection.of(new Toxic.Latency(Duration.ofMillis(200), Duration.ZERO)));
      Thread.sleep(each);
      arena.toRedis().inject(Injection.of(new Toxic.Bandwidth(NARROW)));
      Thread.sleep(each);
      arena
          .toRedis()
          .inject(
              new Injection(new Toxic.Blackhole(Duration.ofSeconds(1)), Direction.BOTH, LOST),
              Injection.of(new Toxic.Slicer(1_000, Duration.ofMillis(5))));
      arena.toRedis().cut(); // new connections draw their lots
      Thread.sleep(each);
      Load.Found found = load.stop();
      report.injected("late pieces", arena.toRedis().counters().injected("latency"));
      report.injected("pieces held back", arena.toRedis().counters().injected("bandwidth"));
      report.injected("slices", arena.toRedis().counters().injected("slicer"));
      report.served(found.all(), 150);
    }
  }
}
