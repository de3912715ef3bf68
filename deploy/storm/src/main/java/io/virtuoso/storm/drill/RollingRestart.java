package io.virtuoso.storm.drill;

import io.virtuoso.local.process.Ports;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Findings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** G2: two gateways behind HAProxy are restarted one after the other, under load. */
final class RollingRestart implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(20);

  /** Close codes that tell a client to come back: going away, service restart. */
  private static final List<Integer> COME_BACK = List.of(1001, 1012);

  @Override
  public String code() {
    return "G2";
  }

  @Override
  public String title() {
    return "rolling restart behind HAProxy";
  }

  @Override
  public String obstacle() {
    return Balancer.isInstalled() ? "" : "haproxy is not installed";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    List<Gateway> gateways = new ArrayList<>();
    try {
      for (String name : List.of("gateway-a", "gateway-b")) {
        gateways.add(arena.startGateway(name, Map.of()));
      }
      for (Gateway each : gateways) {
        arena.awaitFresh(each);
      }
      restart(arena, report, gateways);
    } finally {
      gateways.forEach(Gateway::close);
    }
  }

  private static void restart(Arena arena, Report report, List<Gateway> gateways) throws Exception {
    int rounds = report.scale().count(1, 3);
    int hits = 0;
    int properCloses = 0;
    int byes = 0;
    try (Balancer balancer = new Balancer(arena, gateways);
        Load load = Load.on(balancer.port(), report)) {
      Thread.sleep(1_000);
      for (int i = 0; i < 2 * rounds; i++) {
        Gateway old = gateways.get(i % 2);
        try (Watcher watcher = new Watcher(old.port())) {
          watcher.awaitMessage(LOOK);
          old.close();
          Patience.until(LOOK, () -> watcher.closeCode() > 0);
          properCloses += COME_BACK.contains(watcher.closeCode()) ? 1 : 0;
          byes += watcher.heard("\"bye\"") ? 1 : 0;
          report.note("stream closed with " + watcher.closeCode());
        }
        long left = System.nanoTime();
        try (Watcher again = new Watcher(balancer.port())) {
          report.within(
              "stream of " + old.child().name() + " back",
              left,
              Duration.ofSeconds(10),
              again::hasSnapshot);
        }
        Patience.require("the port is free", LOOK, () -> Ports.isFree(old.port()));
        Gateway next =
            arena.startGateway(old.child().name(), old.port(), old.managementPort(), Map.of());
        gateways.set(i % 2, next);
        Patience.require("ready", Duration.ofSeconds(60), next::isReady);
        Answer first = next.get(Load.OVERVIEW.target());
        hits += first.header("Cache-Status").orElse("").startsWith("local; hit") ? 1 : 0;
        Thread.sleep(500); // until HAProxy has seen it too
      }
      Load.Found found = load.stop();
      Findings all = found.all();
      report.injected("restarts", 2 * rounds);
      report.exactly(
          "requests without a good answer", all.count() - good(all), 0, "of " + all.count());
      report.p99("p99", all, 250);
      report.exactly("first answer after ready is a local hit", hits, 2 * rounds, "");
      report.exactly("streams that heard bye", byes, 2 * rounds, "");
      report.exactly("streams closed with 1001 or 1012", properCloses, 2 * rounds, "");
      report.note(all.complaints());
    }
  }

  private static long good(Findings found) {
    return found.where(sample -> sample.verdict().isGood()).count();
  }
}
