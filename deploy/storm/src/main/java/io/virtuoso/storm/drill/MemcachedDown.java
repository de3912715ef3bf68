package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Child;
import io.virtuoso.local.process.Ports;
import io.virtuoso.storm.drill.SecondTier.Asked;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** R6: one of two Memcached nodes is killed, then the other too, and both come back. */
final class MemcachedDown implements Drill {
  private static final String SECOND = "memcached-second";

  /** So many that chance moves the lost share by little beside what two nodes' circle does. */
  private static final int KEYS = 1_000;

  private static final int KEYS_BEFORE = 200;
  private static final int KEYS_WITHOUT = 50;
  private static final double HALF = 50;
  private static final double TOLERANCE = 10;

  @Override
  public String code() {
    return "R6";
  }

  @Override
  public String title() {
    return "one of two Memcached nodes down, then both";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int port = Ports.free(1).getFirst();
    List<Integer> nodes = List.of(arena.memcachedPort(), port);
    Map<String, String> settings =
        Map.of(
            "virtuoso.gateway.memcached.address",
            "127.0.0.1:%d,127.0.0.1:%d".formatted(nodes.get(0), nodes.get(1)));
    try (Child second = arena.startMemcached(SECOND, port);
        Gateway gateway = arena.startGateway("gateway-two-nodes", settings)) {
      arena.awaitFresh(gateway);
      lose(arena, report, second, gateway, nodes);
    }
  }

  private static void lose(
      Arena arena, Report report, Child second, Gateway gateway, List<Integer> nodes)
      throws Exception {
    SecondTier tier = new SecondTier(arena.publisher(), gateway.port(), report.scale().count(4, 1));
    try (Load load = Load.on(gateway.port(), report)) {
      Asked before = tier.ask(KEYS_BEFORE, nodes);
      awaitEnd(load, Duration.ZERO, report.scale().seconds(2, 15));

      second.kill();
      Duration killed = load.elapsed();
      report.injected("one node killed", second.isAlive() ? 0 : 1);
      Asked during = tier.ask(KEYS, nodes.subList(0, 1));
      awaitEnd(load, killed, report.scale().seconds(2, 60));
      Duration lost = load.elapsed();

      arena.memcached().kill();
      report.injected("both killed", arena.memcached().isAlive() ? 0 : 1);
      Asked without = tier.ask(KEYS_WITHOUT, List.of());
      awaitEnd(load, lost, report.scale().seconds(1, 15));

      try (Child again = arena.startMemcached(SECOND, nodes.get(1))) {
        used(tier, "the second", nodes.get(1), report);
        arena.startMemcached();
        used(tier, "the first", nodes.get(0), report);
        report.exactly("nodes back", again.isAlive() && arena.memcached().isAlive() ? 2 : 0, 2, "");
      }
      Load.Found found = load.stop();
      report.atMost("keys of two nodes missed before", before.missedPercent(), 1, "%");
      report.atLeast("keys missed with one lost", during.missedPercent(), HALF - TOLERANCE, "%");
      report.atMost("keys missed with one lost", during.missedPercent(), HALF + TOLERANCE, "%");
      report.exactly("keys missed with both lost", without.missedPercent(), 100, "%");
      int failed = before.failed() + during.failed() + without.failed();
      report.exactly("cold keys that failed", failed, 0, "");
      report.exactly("failed answers", found.all().count(Verdict.FAILED), 0, "");
      report.served(found.all(), 250);
      Findings calm = found.overviews().between(Duration.ZERO, killed);
      Findings half = found.overviews().between(killed, lost);
      report.within("p99 above the baseline", half.serviceMs(99) - calm.serviceMs(99), 20);
    }
  }

  /** As soon as a key that only that node has is found there. */
  private static void used(SecondTier tier, String which, int node, Report report)
      throws InterruptedException {
    report.within(
        "used again after its return, " + which,
        Duration.ofSeconds(5),
        () -> tier.ask(1, List.of(node)).hits() > 0);
  }

  /** Until so long after that moment of the load. */
  private static void awaitEnd(Load load, Duration since, Duration time)
      throws InterruptedException {
    Thread.sleep(since.plus(time).minus(load.elapsed()));
  }
}
