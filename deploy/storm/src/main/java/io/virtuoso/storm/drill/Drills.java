package io.virtuoso.storm.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** All drills, in the order in which they run, and the arena that they share. */
public final class Drills implements AutoCloseable {
  private static final List<Drill> ALL =
      List.of(
          new CoreCrash(),
          new CoreHang(),
          new SlowCore(),
          new CorruptAnswers(),
          new FlappingCore(),
          new Herd(),
          new PoisonedCache(),
          new RedisDown(),
          new RedisHang(),
          new RedisSlow(),
          new Failover(),
          new RedisFull(),
          new MemcachedDown(),
          new MemcachedHang(),
          new AllDown(),
          new Unannounced(),
          new GatewayCrash(),
          new RollingRestart(),
          new DeafReaders(),
          new ManyStreams(),
          new ReconnectStorm(),
          new LoudStreams(),
          new OddRequests(),
          new Slowloris(),
          new Cardinality(),
          new GreedyClient(),
          new Intruder(),
          new ExchangesGone(),
          new ClockSet(),
          new BusyCores());

  /** Of all drills together, so that a build ends in time on any machine. */
  private static final int MOST_REPEATS = 6;

  private final Arena arena;
  private final Scale scale;
  private final Path results;
  private int repeats;

  /**
   * Starts the arena.
   *
   * @param root the built checkout
   * @param target where logs and results go
   */
  public Drills(Path root, Path target, Scale scale) throws IOException, InterruptedException {
    this.arena = new Arena(root.toAbsolutePath(), target.resolve("arena").toAbsolutePath());
    this.scale = scale;
    this.results = target.resolve("results");
  }

  /** The codes of all drills, or of those that are named. */
  public static List<String> codes(Set<String> named) {
    Set<String> wanted =
        named.stream().map(code -> code.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
    return ALL.stream()
        .map(Drill::code)
        .filter(code -> wanted.isEmpty() || wanted.contains(code))
        .toList();
  }

  /** Those of {@link #codes} that run in every build. */
  public static List<String> everyBuilds(Set<String> named) {
    return codes(named).stream().filter(code -> !find(code).isLeftOutOfBuilds()).toList();
  }

  /** Why no drill can run here; empty when they can. */
  public static String obstacle() {
    return Arena.missing().orElse("");
  }

  /** Why that drill cannot run here; empty when it can. */
  public static String obstacle(String code) {
    String own = find(code).obstacle();
    return own.isEmpty() ? obstacle() : own;
  }

  private static Drill find(String code) {
    return ALL.stream().filter(each -> each.code().equals(code)).findFirst().orElseThrow();
  }

  /**
   * Runs one drill and tells what it measured. The short form runs on machines that do other things
   * too: when these were in the way of what was missed, it is run anew, and void in the end.
   */
  public Report run(String code) throws Exception {
    while (true) {
      Report report = new Report(code, find(code).title(), scale);
      try (Starvation starvation = new Starvation()) {
        Exception broken = null;
        try {
          run(find(code), report);
        } catch (IOException | RuntimeException failed) {
          broken = failed;
        }
        boolean missed = broken != null || !report.missed().isEmpty();
        boolean excused = starvation.isProven() || report.isLate();
        if (!missed || report.isWronged() || !excused || scale == Scale.LONG) {
          if (broken != null) {
            throw broken;
          }
          return report;
        }
        report.note(broken == null ? "" : broken.toString());
        report.voidFor(starvation.found());
        report.write(results);
      }
      if (repeats == MOST_REPEATS) {
        return report;
      }
      repeats++;
      System.out.print(report.table());
    }
  }

  private void run(Drill drill, Report report) throws Exception {
    arena.settle();
    OtherPrograms others = OtherPrograms.sinceNow();
    long began = System.nanoTime();
    drill.run(arena, report);
    report.within("whole again afterwards", arena.settle(), Duration.ofSeconds(15));
    report.note(
        "took %.1f s, other programs had %.0f %% of the machine"
            .formatted((System.nanoTime() - began) / 1e9, others.percent()));
    report.write(results);
  }

  @Override
  public void close() throws IOException {
    arena.close();
  }
}
