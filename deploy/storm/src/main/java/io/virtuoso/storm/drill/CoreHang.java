package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.proxy.Injection;
import io.virtuoso.storm.proxy.Toxic;
import io.virtuoso.storm.standin.StandInEngine.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** C2: the engine accepts and never answers, and nothing is published. */
final class CoreHang implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(10);
  private static final double BULKHEAD = 10;

  /** By then what set out before the breaker opened has ended. */
  private static final Duration LAST_CALLS = Duration.ofSeconds(1);

  /** Between two probes; a fifth more or less is allowed. */
  private static final double PROBE_S = 2;

  @Override
  public String code() {
    return "C2";
  }

  @Override
  public String title() {
    return "core hang";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    Load.awaitAll(gateway); // what was never asked for is the cold key's part
    int files = gateway.openFiles();
    long threads = gateway.proc("Threads");
    arena.toEngine().counters().forgetMostOpen();
    try (Load load = Load.on(gateway.port(), report);
        Client cold = Newcomers.at(gateway.port())) {
      arena.publisher().alive(false);
      arena.publisher().moving(false);
      arena.toEngine().inject(Injection.of(new Toxic.Blackhole(Duration.ZERO)));
      Duration hung = load.elapsed();
      Patience.require("a held call", LOOK, () -> held(arena) > 0);
      report.within(
          "breaker open after the first held call",
          Duration.ofSeconds(3),
          () -> !gateway.engineBreaker().equals("closed"));
      long asked = System.nanoTime();
      Answer answer = cold.ask("GET", Load.cold().target(), Map.of(), asked + LOOK.toNanos());
      Duration coldTook = Duration.ofNanos(System.nanoTime() - asked);
      Thread.sleep(LAST_CALLS);
      probes(arena, report, report.scale().seconds(4, 60));
      report.injected("calls held", held(arena));
      arena.toEngine().cut(); // what was asked in vain is asked no more: only what comes now counts
      arena.engine().forget();
      arena.toEngine().heal();
      Duration healed = load.elapsed();
      report.within(
          "breaker closed after the end",
          Duration.ofSeconds(5),
          () -> gateway.engineBreaker().equals("closed"));
      Thread.sleep(1_000);
      Load.Found found = load.stop();
      report.served(found.all(), 250);
      Findings during = found.overviews().between(hung, healed);
      report.within("slowest cached answer", during.serviceMs(100), 300);
      report.within("cold key answered", coldTook, Duration.ofSeconds(1));
      report.exactly("cold key's status", answer.status(), 503, "");
      report.exactly("Retry-After", answer.header("Retry-After").isPresent() ? 1 : 0, 1, "");
      report.atMost(
          "connections to the engine", arena.toEngine().counters().mostOpen(), BULKHEAD, "");
      report.atMost(
          "calls in the busiest second after",
          busiest(arena.engine().calls(), Duration.ofSeconds(1)),
          20,
          "/s");
    }
    Patience.until(LOOK, () -> gateway.openFiles() <= files + 20); // the users are leaving
    report.atMost("more open files", gateway.openFiles() - files, 20, "");
    report.atMost("more threads", gateway.proc("Threads") - threads, 12, "");
  }

  /**
   * What reaches the engine that hangs, for so long; the first and the last probe may be cut off.
   */
  private static void probes(Arena arena, Report report, Duration time)
      throws InterruptedException {
    long before = held(arena);
    long began = System.nanoTime();
    Thread.sleep(time);
    long probes = held(arena) - before;
    double seconds = (System.nanoTime() - began) / 1e9;
    report.atMost("probes of the hanging engine", probes, seconds / (0.8 * PROBE_S) + 1, "");
    report.atLeast("probes of the hanging engine", probes, seconds / (1.2 * PROBE_S) - 1, "");
    report.note("%d probes in %.1f s".formatted(probes, seconds));
  }

  /** Calls that have reached it and are kept from it. */
  private static long held(Arena arena) {
    return arena.toEngine().counters().injected("blackhole");
  }

  /** The most calls within so long. */
  static int busiest(List<Call> calls, Duration within) {
    int most = 0;
    for (int first = 0, last = 0; last < calls.size(); last++) {
      while (calls.get(last).at() - calls.get(first).at() > within.toNanos()) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
