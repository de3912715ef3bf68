package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import java.time.Duration;

/** R2: Redis is stopped: connections open, nothing is answered; then it goes on. */
final class RedisHang implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(20);

  @Override
  public String code() {
    return "R2";
  }

  @Override
  public String title() {
    return "Redis hang";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    arena.toRedis().counters().forgetMostOpen();
    try (Load load = Load.on(gateway.port(), report);
        Client cold = Newcomers.at(gateway.port())) {
      Thread.sleep(1_000);
      arena.redis().signal("STOP");
      Duration stopped = load.elapsed();
      Patience.require("a stopped Redis", LOOK, () -> Arena.isStopped(arena.redis()));
      report.injected("processes in state T", Arena.isStopped(arena.redis()) ? 1 : 0);
      report.within(
          "breaker open",
          Duration.ofSeconds(1),
          () -> {
            cold.get(Load.cold().target(), Duration.ofSeconds(1)); // somebody who needs that tier
            return !gateway.tier("redis").path("breaker").asText().equals("closed");
          });
      long began = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        cold.get(Load.cold().target(), Duration.ofSeconds(1));
      }
      double each = (System.nanoTime() - began) / 1e6 / 10;
      Thread.sleep(report.scale().seconds(3, 60));
      arena.redis().signal("CONT");
      Duration went = load.elapsed();
      report.within(
          "used again after it went on",
          Duration.ofSeconds(5),
          () -> {
            cold.get(Load.cold().target(), Duration.ofSeconds(1));
            return gateway.tier("redis").path("breaker").asText().equals("closed")
                && gateway.hearsUpdates();
          });
      Thread.sleep(1_000);
      Load.Found found = load.stop();
      Findings during = found.overviews().between(stopped, went);
      report.served(found.all(), 250);
      report.p99("p99 meanwhile", during, 100);
      report.within("a cold key while it is open", each, 50);
      report.atMost("connections to Redis", arena.toRedis().counters().mostOpen(), 64, "");
    }
  }
}
