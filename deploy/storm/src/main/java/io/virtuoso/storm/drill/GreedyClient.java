package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Prober;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** G11: one client asks far more than it may, under many forged names. */
final class GreedyClient implements Drill {
  private static final double MAY = 100;
  private static final double BURST = 200;
  private static final int MOST = 5_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String code() {
    return "G11";
  }

  @Override
  public String title() {
    return "a greedy client";
  }

  /**
   * Asks as fast as it can until it is told to wait; nobody but the gateway counts its requests.
   */
  static void isHeldBack(int port, Report report) throws IOException {
    int admitted = 0;
    boolean refused = false;
    long began = System.nanoTime();
    try (Client greedy = Newcomers.at(port)) {
      while (!refused && admitted < MOST) {
        refused = greedy.get(Load.OVERVIEW.target(), PATIENCE).status() == 429;
        admitted += refused ? 0 : 1;
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    report.injected("a greedy client told to wait", refused ? 1 : 0);
    report.atMost("admitted before", admitted, 1.1 * (BURST + MAY * seconds), "");
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int port = arena.gateway().port();
    Duration deadline = report.scale().seconds(8, 2);
    List<Route> forged = new ArrayList<>();
    for (int i = 1; i < 200; i++) {
      String name = "10.0.0." + i;
      forged.add(
          Load.OVERVIEW.with(
              Map.of("X-Forwarded-For", name, "Forwarded", "for=" + name, "X-Real-IP", name)));
    }
    try (Client greedy = new Client("127.0.0.2", port);
        Client modest = new Client("127.0.0.3", port)) {
      Prober attack =
          new Prober(
                  greedy,
                  GatewayDefaults.judge(),
                  forged,
                  report.scale().count(400, 1_000),
                  deadline,
                  1)
              .start();
      Prober other =
          new Prober(modest, GatewayDefaults.judge(), List.of(Load.OVERVIEW), 20, deadline, 2)
              .start();
      Thread.sleep(report.scale().seconds(4, 30));
      Duration time = attack.elapsed();
      Findings attacked = attack.stop();
      Findings others = other.stop();
      long admitted = attacked.where(sample -> sample.verdict().isGood()).count();
      double seconds = time.toMillis() / 1_000.0;
      report.injected("requests beyond the limit", attacked.count(Verdict.REFUSED));
      report.atMost("admitted", admitted, 1.1 * (BURST + MAY * seconds), "of " + attacked.count());
      report.atLeast("admitted", admitted, 0.9 * MAY * seconds, "of " + attacked.count());
      report.exactly(
          "refused otherwise than with 429 and Retry-After", attacked.count(Verdict.FAILED), 0, "");
      report.exactly("good answers of the other client", others.goodPercent(), 100, "%");
      report.p99("its p99", others, 100);
      report.note(others.complaints());
    }
  }
}
