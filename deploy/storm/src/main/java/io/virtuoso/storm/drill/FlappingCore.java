package io.virtuoso.storm.drill;

import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import java.io.IOException;
import java.time.Duration;

/** C5: the engine comes and goes, and nothing is published. */
final class FlappingCore implements Drill {
  private static final double LOG_LINES_PER_SECOND = 10;

  @Override
  public String code() {
    return "C5";
  }

  @Override
  public String title() {
    return "flapping core";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    long lines = gateway.logLines();
    Duration half = report.scale().seconds(1, 3);
    int flaps = report.scale().count(4, 50);
    int transitions = 0;
    Load.awaitAll(gateway); // what was never asked for there is no copy of
    try (Load load = Load.on(gateway.port(), report)) {
      arena.publisher().alive(false);
      String state = gateway.engineBreaker();
      for (int i = 0; i < flaps; i++) {
        arena.toEngine().inject(Injection.of(new Toxic.Down()));
        for (int side = 0; side < 2; side++) {
          long until = System.nanoTime() + half.toNanos();
          while (System.nanoTime() < until) {
            String now = isOpen(gateway.engineBreaker());
            transitions += now.equals(isOpen(state)) ? 0 : 1;
            state = now;
            Thread.sleep(50);
          }
          arena.toEngine().heal();
        }
      }
      double seconds = load.elapsed().toMillis() / 1_000.0;
      Load.Found found = load.stop();
      report.injected("times down", arena.toEngine().counters().injected("down"));
      report.served(found.all(), 250);
      // half-open belongs to open: a probe that fails changes nothing for anybody
      report.atMost("breaker transitions", transitions, Math.ceil(seconds / 2), "");
      report.atMost(
          "log lines", (gateway.logLines() - lines) / seconds, LOG_LINES_PER_SECOND, "/s");
    }
  }

  private static String isOpen(String state) throws IOException {
    return state.equals("closed") ? "closed" : "open";
  }
}
