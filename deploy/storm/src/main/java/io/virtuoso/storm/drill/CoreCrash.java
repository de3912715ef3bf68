package io.virtuoso.storm.drill;

import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Verdict;
import java.time.Duration;

/** C1: the engine is killed and starts again; the one drill with the engine itself. */
final class CoreCrash implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** Soft limit and the judge's slack: from here on everything must be marked. */
  private static final Duration MARKED_AFTER = Duration.ofMillis(3_200);

  @Override
  public String code() {
    return "C1";
  }

  @Override
  public String title() {
    return "core crash";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (RealEngine engine = new RealEngine(arena)) {
      engine.awaitWholeTable();
      Patience.require("fresh", LOOK, () -> Arena.isFresh(arena.gateway()));
      Load.awaitAll(arena.gateway());
      try (Load load = Load.on(arena.gateway().port(), report)) {
        Thread.sleep(1_000);
        engine.child().kill();
        Duration killed = load.elapsed();
        report.injected("engine killed", engine.child().isAlive() ? 0 : 1);
        Thread.sleep(report.scale().seconds(4, 30));
        engine.start();
        Duration restarted = load.elapsed();
        engine.awaitDocuments();
        report.within(
            "fresh after it had documents",
            Duration.ofSeconds(5),
            () -> Arena.isFresh(arena.gateway()));
        Thread.sleep(500);
        Load.Found found = load.stop();
        report.served(found.all(), 100);
        Findings away = found.overviews().between(killed.plus(MARKED_AFTER), restarted);
        report.exactly(
            "unmarked while it was away", away.count(Verdict.LIVE), 0, "of " + away.count());
        report.atLeast("answers while it was away", away.count(), 10, "");
        report.never("bad documents in the tiers", new TierScan(arena).bad(), "");
      }
    }
  }
}
