package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Verdict;
import java.util.List;
import java.util.Map;

/** G1: one of two gateways behind HAProxy is killed. */
final class GatewayCrash implements Drill {
  private static final double FAILED_OF_3000 = 5;

  @Override
  public String code() {
    return "G1";
  }

  @Override
  public String title() {
    return "gateway crash behind HAProxy";
  }

  @Override
  public String obstacle() {
    return Balancer.isInstalled() ? "" : "haproxy is not installed";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (Gateway first = arena.startGateway("gateway-a", Map.of());
        Gateway second = arena.startGateway("gateway-b", Map.of())) {
      arena.awaitFresh(first);
      arena.awaitFresh(second);
      try (Balancer balancer = new Balancer(arena, List.of(first, second));
          Load load = Load.on(balancer.port(), report)) {
        Thread.sleep(report.scale().seconds(2, 30));
        first.child().kill();
        report.injected("gateway killed", first.child().isAlive() ? 0 : 1);
        Thread.sleep(report.scale().seconds(3, 30));
        Load.Found found = load.stop();
        Findings all = found.overviews();
        report.atMost("failed", all.count(Verdict.FAILED), FAILED_OF_3000, "of " + all.count());
        report.never("dishonest answers", all.count(Verdict.DISHONEST), "of " + all.count());
        report.p99("p99", all, 250);
        report.note(all.complaints());
      }
    }
  }
}
