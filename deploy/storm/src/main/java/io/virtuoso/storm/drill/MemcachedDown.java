package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import java.time.Duration;

/** R6: Memcached is killed and comes back. */
final class MemcachedDown implements Drill {
  @Override
  public String code() {
    return "R6";
  }

  @Override
  public String title() {
    return "Memcached down";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    try (Load load = Load.on(gateway.port(), report);
        Client cold = Newcomers.at(gateway.port())) {
      Thread.sleep(report.scale().seconds(2, 15));
      Duration killed = load.elapsed();
      arena.memcached().kill();
      report.injected("Memcached killed", arena.memcached().isAlive() ? 0 : 1);
      int failed = 0;
      long until = System.nanoTime() + report.scale().seconds(3, 60).toNanos();
      while (System.nanoTime() < until) {
        failed += cold.get(Load.cold().target(), Duration.ofSeconds(2)).status() == 200 ? 0 : 1;
        Thread.sleep(100);
      }
      Duration returned = load.elapsed();
      arena.startMemcached();
      report.within(
          "used again after its return",
          Duration.ofSeconds(5),
          () -> {
            cold.get(Load.cold().target(), Duration.ofSeconds(1));
            return gateway.tier("memcached").path("state").asText().equals("up");
          });
      Load.Found found = load.stop();
      Findings before = found.overviews().between(Duration.ZERO, killed);
      Findings during = found.overviews().between(killed, returned);
      report.served(found.all(), 250);
      report.exactly("cold keys that failed meanwhile", failed, 0, "");
      report.within("p99 above the baseline", during.serviceMs(99) - before.serviceMs(99), 20);
    }
  }
}
