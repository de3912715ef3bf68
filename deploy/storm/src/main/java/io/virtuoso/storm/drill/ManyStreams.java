package io.virtuoso.storm.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** G4: ten thousand streams of one gateway, a small update a second, and REST beside them. */
final class ManyStreams implements Drill {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /** Rows whose changes are about 2 KB. */
  private static final int SYMBOLS = 16;

  private static final int ACCEPTS = 500;
  private static final double MAX_RSS_MB = 600;
  private static final double KB_PER_MB = 1_000 / 1.024;

  /**
   * Each stream takes about 13 KB of heap; with twice as much, what lives fits into the old part.
   */
  private static final List<String> ROOM = List.of("-Xmx320m");

  @Override
  public String code() {
    return "G4";
  }

  @Override
  public String title() {
    return "thousands of streams";
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (Gateway gateway = arena.startGateway("gateway-crowded", ROOM, Map.of())) {
      arena.awaitFresh(gateway);
      try (ScoreFeed _ = new ScoreFeed(arena, SYMBOLS, INTERVAL);
          Crowd crowd = new Crowd(gateway.port(), 1)) {
        crowd(crowd, gateway, report);
      }
    }
  }

  private static void crowd(Crowd crowd, Gateway gateway, Report report) throws Exception {
    int wanted = report.scale().count(300, 10_000);
    long began = System.nanoTime();
    crowd.join(wanted, ACCEPTS);
    report.within(
        "all in",
        began,
        Duration.ofSeconds(wanted / ACCEPTS).plus(INTERVAL.multipliedBy(2)),
        () -> crowd.following() == wanted);
    report.exactly("streams that follow", crowd.following(), wanted, "");
    crowd.forgetDelays();
    try (Load load = Load.on(gateway.port(), report)) {
      Thread.sleep(report.scale().seconds(3, 60));
      report.served(load.stop().all(), 100);
    }
    report.exactly("streams closed", crowd.closed(), 0, "of " + wanted);
    report.within("delivery, p99", crowd.delayMs(0.99), 1_000);
    report.atMost("peak memory", gateway.proc("VmHWM") / KB_PER_MB, MAX_RSS_MB, "MB");
    report.note("%d deltas heard".formatted(crowd.heard()));
  }
}
