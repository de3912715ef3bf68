package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Prober;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** E8: the engine's clock is wrong from the start, and is set while it runs. */
final class ClockSet implements Drill {
  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final long MINUTE_MS = 60_000;

  /**
   * Until the offset is told, by any form of the drill: it is a matter of a window, not of speed.
   */
  private static final double TOLD_S = 30;

  private static final long WARNING_MS = 1_000;
  private static final long DEGRADED_MS = 5_000;
  private static final double LIVE_PERCENT = 95;

  /** How much the hit ratio of two stretches may differ by chance, percent. */
  private static final double CHANCE = 3;

  private static final double STATUS_PER_SECOND = 5;
  private static final Route STATUS = Route.of("/api/status", DocumentKey.STATUS);

  /** By how much the engine's clock is ahead, one after another, without a new start. */
  private static final List<Duration> AHEAD =
      List.of(Duration.ofMinutes(2), Duration.ofHours(1), Duration.ZERO);

  private static final List<Duration> BEHIND =
      List.of(Duration.ofMinutes(-2), Duration.ofHours(-1));

  @Override
  public String code() {
    return "E8";
  }

  @Override
  public String title() {
    return "the engine's clock is wrong, and is set";
  }

  @Override
  public String obstacle() {
    return SetClock.obstacle();
  }

  @Override
  public boolean isLeftOutOfBuilds() {
    return true; // for the minutes it takes
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    TimesTold times = new TimesTold();
    List<Double> hits = new ArrayList<>();
    double usual = follow(arena, report, AHEAD, times, hits);
    follow(arena, report, BEHIND, times, hits);
    report.atLeast(
        "hit ratio, the worst",
        hits.stream().min(Double::compare).orElse(0.0),
        usual - CHANCE,
        "%");
    times.wrong().forEach((what, count) -> report.note(count + " × " + what));
    report.never("ages below zero, moments to come", times.wrong().size(), "places");
    report.atLeast("ages and moments looked at", times.looked(), 1_000, "");
    report.never("bad documents in the tiers", new TierScan(arena).bad(), "");
  }

  /** Tells the hit ratio of the last stretch. */
  private static double follow(
      Arena arena, Report report, List<Duration> clocks, TimesTold times, List<Double> hits)
      throws Exception {
    Gateway gateway = arena.gateway();
    try (SetClock clock = new SetClock(arena.temporary())) {
      clock.ahead(clocks.getFirst());
      try (RealEngine engine = new RealEngine(arena, RealEngine.USUAL, clock.environment())) {
        engine.awaitWholeTable();
        Patience.require("fresh", LOOK, () -> Arena.isFresh(gateway));
        Load.awaitAll(gateway);
        Thread.sleep(report.scale().seconds(5, 30)); // what is slow because it is new
        Lifelines before = Lifelines.of(arena, engine);
        long beganMs = System.currentTimeMillis();
        try (StreamLook stream = new StreamLook(gateway.port(), times)) {
          for (Duration ahead : clocks) {
            clock.ahead(ahead);
            hits.add(stretch(ahead, gateway, engine, times, report));
          }
          stream.tell(report);
        }
        Lifelines.of(arena, engine).tell(before, report);
        long least = (System.currentTimeMillis() - beganMs) / MINUTE_MS;
        Minutes.tell(minutes(gateway, engine, beganMs - MINUTE_MS), least, report);
        return hits.getLast();
      }
    }
  }

  /** Those that closed; asked for again while the newest may still be on its way. */
  private static List<Minutes> minutes(Gateway gateway, RealEngine engine, long fromMs)
      throws InterruptedException {
    List<Minutes> minutes = new ArrayList<>();
    Patience.until(
        LOOK,
        () -> {
          minutes.clear();
          minutes.addAll(Minutes.of(gateway, engine, fromMs));
          return minutes.stream().allMatch(each -> each.wrong().isEmpty());
        });
    return minutes;
  }

  /** One setting of the clock; tells the hit ratio. */
  private static double stretch(
      Duration ahead, Gateway gateway, RealEngine engine, TimesTold times, Report report)
      throws IOException, InterruptedException {
    String name = "%+d s: ".formatted(ahead.toSeconds());
    long since = System.nanoTime();
    try (Client client = Newcomers.at(gateway.port());
        Load load = Load.on(gateway.port(), report)) {
      Prober status =
          new Prober(
                  client,
                  GatewayDefaults.judge(),
                  List.of(STATUS),
                  STATUS_PER_SECOND,
                  report.scale().deadline(),
                  3)
              .start();
      Duration told =
          Patience.until(
              Duration.ofSeconds((long) TOLD_S + 5),
              () -> isMeasured(engine, ahead) && isTold(gateway, ahead));
      report.atMost(name + "told after", told.toMillis() / 1e3, TOLD_S, "s");
      Duration least = report.scale().seconds(30, 90);
      while (System.nanoTime() - since < least.toNanos()) {
        look(gateway, times);
        Thread.sleep(500);
      }
      Load.Found found = load.stop();
      Findings answers = status.stop();
      report.served(found.all(), 100);
      live(name + "documents live", found.all(), report);
      report.never(
          name + "status dishonest", answers.count(Verdict.DISHONEST), "of " + answers.count());
      report.note(answers.complaints());
      report.exactly(
          name + "status stale", answers.count(Verdict.STALE), 0, "of " + answers.count());
      live(name + "status live", answers, report);
      return percent(
          found.all().where(each -> each.cacheStatus().startsWith("local; hit")), found.all());
    }
  }

  private static void live(String name, Findings found, Report report) {
    report.atLeast(
        name,
        percent(found.where(each -> each.verdict() == Verdict.LIVE), found),
        LIVE_PERCENT,
        "%");
  }

  private static double percent(Findings some, Findings all) {
    return all.count() == 0 ? 0 : 100.0 * some.count() / all.count();
  }

  /** Whether the metric of every venue is right. */
  private static boolean isMeasured(RealEngine engine, Duration ahead) throws IOException {
    List<Double> offsets =
        engine
            .metrics()
            .lines()
            .filter(line -> line.startsWith("virtuoso_exchange_clock_offset_seconds{"))
            .map(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .toList();
    return !offsets.isEmpty()
        && offsets.stream().allMatch(each -> Math.abs(each * 1e3 - ahead.toMillis()) < WARNING_MS);
  }

  /** Whether users are told what that means. */
  private static boolean isTold(Gateway gateway, Duration ahead) throws IOException {
    JsonNode data = gateway.json("/api/status").path("data");
    long off = ahead.abs().toMillis();
    return data.path("warnings").isEmpty() == (off <= WARNING_MS)
        && data.path("health").asText().equals(off > DEGRADED_MS ? "degraded" : "ok");
  }

  private static void look(Gateway gateway, TimesTold times) throws IOException {
    for (String target :
        List.of(
            "/api/status",
            "/api/cache/metrics",
            "/api/performance",
            "/api/dashboard/overview",
            "/api/market/symbols",
            "/api/dashboard/confluence/BTCUSDT",
            "/api/market/BTCUSDT/book",
            "/api/market/BTCUSDT/candles?interval=1m&limit=5")) {
      times.look(target, gateway.json(target), System.currentTimeMillis());
    }
  }
}
