package io.virtuoso.storm.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.storm.drill.Report;
import io.virtuoso.storm.drill.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Loads the engine for minutes, looks at it every ten seconds, and compares with the targets. */
public final class Soak {
  private static final long STEP_MS = 10_000;
  private static final double LAG_MS = 20;
  private static final double RESIDENT_MIB = 400e6 / (1 << 20);

  /** What a flat line may rise over half of the run: one part in fifty of what it may have. */
  private static final double RISE_MIB = RESIDENT_MIB / 50;

  /** A market further behind the wall clock was not delivered at the rate that was asked for. */
  private static final double BEHIND_MS = 1_000;

  private Soak() {}

  /** One look at the engine. */
  private record Look(
      long atMs,
      long frames,
      long drops,
      long queued,
      long gaps,
      long published,
      int scored,
      double residentMib,
      double engineCpu,
      double simulatorCpu,
      long behindMs,
      LagHistogram lag) {

    static Look at(SoakWorld world) throws IOException {
      JsonNode status = world.status();
      JsonNode counters = status.path("counters");
      return new Look(
          System.nanoTime() / 1_000_000,
          counters.path("frames").asLong(),
          counters.path("drops").asLong(),
          counters.path("queued").asLong(),
          counters.path("gaps").asLong(),
          counters.path("published").asLong(),
          status.path("scored").asInt(),
          Processor.residentMib(world.engine().pid()),
          Processor.cpuSeconds(world.engine().pid()),
          Processor.cpuSeconds(world.simulator().pid()),
          world.simulatorBehindMs(),
          world.lag());
    }

    double seconds(Look before) {
      return (atMs - before.atMs) / 1e3;
    }
  }

  /**
   * Runs the load and ends with 0 when the targets were met.
   *
   * @param arguments of {@link SoakOptions}, then the engine's core and that of the others
   */
  public static void main(String... arguments) throws Exception {
    SoakOptions options = SoakOptions.of(arguments);
    Path root = Path.of(System.getProperty("virtuoso.root", "")).toAbsolutePath();
    Path target = root.resolve("deploy/storm/target/soak");
    Report report =
        new Report(
            "soak",
            "%d symbols at %s times a plausible market for %d s"
                .formatted(options.symbols(), options.rate(), options.seconds()),
            Scale.LONG);
    try (SoakWorld world =
        new SoakWorld(root, target, List.of(arguments[6], arguments[7]), options)) {
      measure(world, options, report, target);
    }
    System.out.print(report.table());
    report.write(target);
    System.exit(report.missed().isEmpty() ? 0 : 1);
  }

  private static void measure(SoakWorld world, SoakOptions options, Report report, Path target)
      throws IOException, InterruptedException {
    List<String> rows = new ArrayList<>();
    rows.add(
        "second,phase,frames_per_s,drops,queued,gaps,published_per_s,scored,lag_p99_ms,"
            + "rss_mib,engine_cpu_percent,simulator_cpu_percent,simulator_behind_ms");
    System.out.println(rows.getFirst().replace(',', ' '));
    Look start = Look.at(world);
    Look before = start;
    List<Look> looks = new ArrayList<>();
    for (long step = 1; step * STEP_MS <= (options.warmUp() + options.seconds()) * 1_000L; step++) {
      Thread.sleep(Math.max(0, start.atMs + step * STEP_MS - System.nanoTime() / 1_000_000));
      if (!world.engine().isAlive()) {
        throw new IOException(world.engine().obituary());
      }
      Look look = Look.at(world);
      boolean warm = step * STEP_MS > options.warmUp() * 1_000L;
      if (!warm || looks.isEmpty()) {
        looks.clear();
        looks.add(warm ? before : look);
      }
      if (warm) {
        looks.add(look);
      }
      rows.add(row(start, before, look, warm));
      System.out.println(rows.getLast().replace(',', '\t'));
      before = look;
    }
    Files.createDirectories(target);
    Files.write(target.resolve("samples.csv"), rows);
    judge(looks, options, report);
  }

  private static String row(Look start, Look before, Look look, boolean warm) {
    double seconds = look.seconds(before);
    return String.format(
        Locale.ROOT,
        "%.0f,%s,%.0f,%d,%d,%d,%.0f,%d,%.2f,%.1f,%.0f,%.0f,%d",
        look.seconds(start),
        warm ? "measured" : "warm-up",
        (look.frames - before.frames) / seconds,
        look.drops,
        look.queued,
        look.gaps,
        (look.published - before.published) / seconds,
        look.scored,
        look.lag.quantileSince(before.lag, .99),
        look.residentMib,
        100 * (look.engineCpu - before.engineCpu) / seconds,
        100 * (look.simulatorCpu - before.simulatorCpu) / seconds,
        look.behindMs);
  }

  private static void judge(List<Look> looks, SoakOptions options, Report report) {
    Look first = looks.getFirst();
    Look last = looks.getLast();
    List<Double> resident = looks.stream().map(Look::residentMib).toList();
    report.exactly("drops, warm-up included", last.drops, 0, "frames");
    report.exactly("symbols with a score at the end", last.scored, options.symbols(), "symbols");
    report.atMost("event-loop lag, p99", last.lag.quantileSince(first.lag, .99), LAG_MS, "ms");
    report.atMost(
        "engine's resident memory, most",
        resident.stream().mapToDouble(Double::doubleValue).max().orElseThrow(),
        RESIDENT_MIB,
        "MiB");
    report.atMost(
        "its rise over the last half, by the fitted line",
        Trend.rise(resident.subList(resident.size() / 2, resident.size())),
        RISE_MIB,
        "MiB");
    report.atMost(
        "simulator behind the clock, most",
        looks.stream().mapToLong(Look::behindMs).max().orElseThrow(),
        BEHIND_MS,
        "ms");
    double seconds = last.seconds(first);
    report.note(
        "%.0f frames and %.0f published documents a second; engine %.0f %%, simulator %.0f %% of a core; %d gaps"
            .formatted(
                (last.frames - first.frames) / seconds,
                (last.published - first.published) / seconds,
                100 * (last.engineCpu - first.engineCpu) / seconds,
                100 * (last.simulatorCpu - first.simulatorCpu) / seconds,
                last.gaps - first.gaps));
  }
}
