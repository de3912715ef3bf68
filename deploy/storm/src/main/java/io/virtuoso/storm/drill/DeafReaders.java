package io.virtuoso.storm.drill;

import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** G3: streams that never read, among others that do. */
final class DeafReaders implements Drill {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(60);
  private static final int HZ = 4;

  /**
   * Rows whose changes are about 80 KB, so that a second carries what twenty deltas of 16 KB do.
   */
  private static final int SYMBOLS = 640;

  private static final int BY_AND_BY = 100;
  private static final double MAX_RSS_MB = 384;
  private static final double KB_PER_MB = 1_000 / 1.024;

  @Override
  public String code() {
    return "G3";
  }

  @Override
  public String title() {
    return "streams that never read";
  }

  @Override
  public boolean isLeftOutOfBuilds() {
    return true;
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Duration grace = report.scale().seconds(1, 10);
    Map<String, String> settings =
        Map.of("virtuoso.gateway.stream.slow-grace", GatewayDefaults.text(grace));
    try (Gateway gateway = arena.startGateway("gateway-deaf", settings)) {
      arena.awaitFresh(gateway);
      try (ScoreFeed _ = new ScoreFeed(arena, SYMBOLS, INTERVAL);
          Crowd crowd = new Crowd(gateway.port(), HZ)) {
        int good = report.scale().count(20, 200);
        crowd.join(good, BY_AND_BY);
        Patience.require("everybody follows", LOOK, () -> crowd.following() == good);
        withDeaf(crowd, gateway, report, good);
      }
    }
  }

  private static void withDeaf(Crowd crowd, Gateway gateway, Report report, int good)
      throws Exception {
    int count = report.scale().count(5, 50);
    long end = System.nanoTime() + report.scale().seconds(3, 300).toNanos();
    crowd.forgetDelays();
    List<SocketChannel> deaf = crowd.deaf(count);
    report.within(
        "the last of them cut",
        Duration.ofSeconds(30),
        () -> deaf.stream().noneMatch(Crowd::isOpen));
    Thread.sleep(Duration.ofNanos(Math.max(0, end - System.nanoTime()))); // what the others hear
    report.injected("deaf streams", deaf.size());
    report.exactly("other streams closed", crowd.closed(), 0, "of " + good);
    report.within("delivery to the others, p99", crowd.delayMs(0.99), 250);
    report.atMost("peak memory", gateway.proc("VmHWM") / KB_PER_MB, MAX_RSS_MB, "MB");
    report.note("%d deltas heard".formatted(crowd.heard()));
  }
}
