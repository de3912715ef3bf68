package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Sample;
import io.virtuoso.storm.probe.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** E7: every exchange is away for maintenance, and comes back. */
final class ExchangesGone implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final long MINUTE_MS = 60_000;

  /** Soft limit and the judge's slack: from here on everything must be marked. */
  private static final Duration MARKED_AFTER = Duration.ofMillis(3_200);

  /** From here on nothing is called delayed any more. */
  private static final Duration STALE_AFTER = Duration.ofSeconds(60);

  private static final Duration VENUES_TELL = Duration.ofSeconds(12);
  private static final Duration FRESH_AGAIN = Duration.ofSeconds(15);
  private static final Duration FILLED_AGAIN = Duration.ofSeconds(60);

  /** After a minute's end its last trades have arrived and the next minute has begun. */
  private static final long CLOSED_MS = 3_000;

  @Override
  public String code() {
    return "E7";
  }

  @Override
  public String title() {
    return "all exchanges are away";
  }

  @Override
  public boolean isLeftOutOfBuilds() {
    return true; // for the minutes it takes
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    Gateway gateway = arena.gateway();
    try (RealEngine engine = new RealEngine(arena)) {
      engine.awaitWholeTable();
      Patience.require("fresh", LOOK, () -> Arena.isFresh(gateway));
      Load.awaitAll(gateway);
      try (Load load = Load.on(gateway.port(), report)) {
        Thread.sleep(1_000);
        long beforeMs = System.currentTimeMillis();
        engine.exchange().down();
        Duration down = load.elapsed();
        report.within("every venue is told to be away", VENUES_TELL, () -> areAway(gateway));
        long endMs = endOfOutage(beforeMs, report.scale().seconds(75, 300));
        Thread.sleep(Math.max(0, endMs - System.currentTimeMillis()));
        report.injected("connections refused", engine.exchange().applied("down"));
        Duration up = load.elapsed();
        long upNanos = System.nanoTime();
        engine.exchange().mend();
        report.within("fresh again", upNanos, FRESH_AGAIN, () -> Arena.isFresh(gateway));
        List<Minutes> minutes = new ArrayList<>();
        report.within(
            "candles whole again",
            upNanos,
            FILLED_AGAIN,
            () -> {
              minutes.clear();
              minutes.addAll(Minutes.of(gateway, engine, beforeMs - MINUTE_MS));
              return minutes.stream().allMatch(each -> each.wrong().isEmpty());
            });
        Load.Found found = load.stop();
        report.served(found.all(), 100);
        tell(found.all().between(down.plus(MARKED_AFTER), up), down, report);
        Minutes.tell(minutes, minute(endMs) - minute(beforeMs), report);
        report.never("bad documents in the tiers", new TierScan(arena).bad(), "");
      }
    }
  }

  /** So late that it lasted long enough and at least two minutes have closed meanwhile. */
  private static long endOfOutage(long beganMs, Duration least) {
    long second = (minute(beganMs) + 2) * MINUTE_MS;
    return Math.max(beganMs + least.toMillis(), second + CLOSED_MS);
  }

  private static long minute(long ms) {
    return Math.floorDiv(ms, MINUTE_MS);
  }

  private static boolean areAway(Gateway gateway) throws IOException {
    JsonNode feeds = gateway.json("/api/status").at("/data/feeds");
    for (JsonNode feed : feeds) {
      if (feed.path("state").asText().equals("live")) {
        return false;
      }
    }
    return !feeds.isEmpty();
  }

  private static void tell(Findings away, Duration down, Report report) {
    report.exactly(
        "unmarked while they were away", away.count(Verdict.LIVE), 0, "of " + away.count());
    report.atLeast("answers while they were away", away.count(), 10, "");
    Findings late = away.after(down.plus(STALE_AFTER));
    report.exactly(
        "not stale after 60 s", late.count() - late.count(Verdict.STALE), 0, "of " + late.count());
    report.atLeast("answers after 60 s", late.count(), 10, "");
    report.exactly("documents that went on without them", moved(away), 0, "");
  }

  /** How many documents had more than one version: a score, or a signal, made of nothing. */
  private static long moved(Findings away) {
    Map<String, Set<Long>> versions = new HashMap<>();
    for (Sample sample : away.samples()) {
      if (sample.version() >= 0) {
        versions
            .computeIfAbsent(sample.route().target(), _ -> new HashSet<>())
            .add(sample.version());
      }
    }
    return versions.values().stream().filter(each -> each.size() > 1).count();
  }
}
