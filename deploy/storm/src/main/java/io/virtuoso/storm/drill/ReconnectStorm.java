package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** G5: thousands of streams are dropped at once and come back. */
final class ReconnectStorm implements Drill {
  private static final Duration INTERVAL = Duration.ofMillis(250);
  private static final Duration LOOK = Duration.ofSeconds(60);
  private static final int SYMBOLS = 20;
  private static final int HZ = 4;

  /** A client waits up to five seconds before it comes back: so the storm lasts that long. */
  private static final int JITTER_S = 5;

  private static final List<String> ROOM = List.of("-Xmx128m");

  @Override
  public String code() {
    return "G5";
  }

  @Override
  public String title() {
    return "reconnect storm";
  }

  @Override
  public boolean isLeftOutOfBuilds() {
    return true;
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    try (Gateway gateway = arena.startGateway("gateway-stormed", ROOM, Map.of())) {
      arena.awaitFresh(gateway);
      try (ScoreFeed _ = new ScoreFeed(arena, SYMBOLS, INTERVAL);
          Crowd crowd = new Crowd(gateway.port(), HZ)) {
        storm(arena, crowd, gateway, report);
      }
    }
  }

  private static void storm(Arena arena, Crowd crowd, Gateway gateway, Report report)
      throws Exception {
    int count = report.scale().count(200, 5_000);
    int perSecond = Math.max(100, count / JITTER_S);
    crowd.join(count, perSecond);
    Patience.require("everybody follows", LOOK, () -> crowd.following() == count);
    try (Load load = Load.on(gateway.port(), report)) {
      Thread.sleep(report.scale().seconds(0.5, 5));
      long before = arena.engine().calls(DocumentKey.MARKET_SYMBOLS);
      crowd.drop();
      long began = System.nanoTime();
      crowd.join(count, perSecond);
      report.within("all back", began, LOOK, () -> crowd.following() == count);
      report.injected("streams dropped at once", count);
      report.exactly("streams back", crowd.following(), count, "");
      report.atMost(
          "engine calls for the table",
          arena.engine().calls(DocumentKey.MARKET_SYMBOLS) - before,
          5,
          "");
      Thread.sleep(report.scale().seconds(0.5, 5));
      report.served(load.stop().all(), 250);
    }
  }
}
