package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.proxy.Direction;
import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import java.time.Duration;
import java.util.Optional;

/** R3: the way to Redis is long, narrow, loses connections, and loses packets. */
final class RedisSlow implements Drill {
  private static final long NARROW = 256_000 / 8;
  private static final double LOST = 0.05;
  private static final int LOST_PERCENT = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Between two requests while packets are lost. */
  private static final Duration PAUSE = Duration.ofMillis(20);

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
      losing(arena, report, each);
      Load.Found found = load.stop();
      report.injected("late pieces", arena.toRedis().counters().injected("latency"));
      report.injected("pieces held back", arena.toRedis().counters().injected("bandwidth"));
      report.injected("slices", arena.toRedis().counters().injected("slicer"));
      report.served(found.all(), 150);
    }
  }

  /** A shorter and wider way, on which every twentieth packet is lost. */
  private static void losing(Arena arena, Report report, Duration time) throws Exception {
    Optional<String> obstacle = LossyWay.obstacle();
    if (obstacle.isPresent()) {
      report.note("lost packets were left out: " + obstacle.get());
      return;
    }
    try (LossyWay way = new LossyWay(arena, arena.redisPort(), LOST_PERCENT);
        Client cold = Newcomers.at(arena.gateway().port())) {
      arena.toRedis().heal();
      arena.toRedis().redirect(way.port());
      arena.toRedis().cut();
      for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; ) {
        cold.get(Load.cold().target(), PATIENCE); // somebody who needs that tier
        Thread.sleep(PAUSE);
      }
      report.injected("lost packets", way.lost());
    } finally {
      arena.toRedis().redirect(arena.redisPort());
      arena.toRedis().cut();
    }
  }
}
