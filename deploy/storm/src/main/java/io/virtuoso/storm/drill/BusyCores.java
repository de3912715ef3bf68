package io.virtuoso.storm.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.Instruments;
import io.virtuoso.storm.soak.LagHistogram;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** E9: two programs want both cores while the engine follows 50 symbols. */
final class BusyCores implements Drill {
  private static final int SYMBOLS = 50;
  private static final double LAG_MS = 100;

  /** As many as the engine's queue of frames takes. */
  private static final int MOST_QUEUED = 32_768;

  /** So few frames wait when the engine keeps up. */
  private static final int FEW = 1_000;

  @Override
  public String code() {
    return "E9";
  }

  @Override
  public String title() {
    return "two programs want both cores of the engine";
  }

  @Override
  public boolean isLeftOutOfBuilds() {
    return true;
  }

  /** What the engine had counted at one moment. */
  private record Counted(long connects, long lost, long frames, long drops, LagHistogram lag) {
    static Counted by(RealEngine engine) throws IOException {
      JsonNode counters = counters(engine);
      return new Counted(
          counters.path("connects").asLong(),
          counters.path("connections_lost").asLong(),
          counters.path("frames").asLong(),
          counters.path("drops").asLong(),
          LagHistogram.of(engine.metrics()));
    }
  }

  private static JsonNode counters(RealEngine engine) throws IOException {
    return engine.status().path("counters");
  }

  private static long queued(RealEngine engine) throws IOException {
    return counters(engine).path("queued").asLong();
  }

  private static boolean scored(RealEngine engine) throws IOException {
    return engine.status().path("scored").asInt() == SYMBOLS;
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    List<String> symbols = Instruments.first(SYMBOLS).stream().map(Instrument::symbol).toList();
    try (RealEngine engine = new RealEngine(arena, symbols)) {
      engine.awaitWholeTable();
      Patience.require("the engine keeps up", Duration.ofMinutes(1), () -> queued(engine) < FEW);
      Thread.sleep(report.scale().seconds(5, 30)); // what is slow because it is new
      Counted before = Counted.by(engine);
      long most = 0;
      try (BusyMachine busy = new BusyMachine(arena)) {
        long end = System.nanoTime() + report.scale().seconds(10, 60).toNanos();
        while (System.nanoTime() - end < 0) {
          most = Math.max(most, queued(engine));
          Thread.sleep(Duration.ofMillis(500));
        }
        report.injected("programs that want a core", busy.running());
        tell(before, Counted.by(engine), most, report);
      }
      report.within("the queue is short again", Duration.ofSeconds(5), () -> queued(engine) < FEW);
      report.exactly("drops are shown", counters(engine).has("drops") ? 1 : 0, 1, "");
      report.within("every symbol is scored again", Duration.ofSeconds(15), () -> scored(engine));
      report.exactly("warnings of blocked threads", blocked(engine), 0, "lines");
    }
  }

  private static void tell(Counted before, Counted after, long mostQueued, Report report) {
    report.within("event-loop lag, p99", after.lag.quantileSince(before.lag, .99), LAG_MS);
    report.exactly("connections lost", after.lost - before.lost, 0, "");
    report.exactly("connects", after.connects - before.connects, 0, "");
    report.atMost("frames in the queue, most", mostQueued, MOST_QUEUED, "");
    report.atLeast("frames", after.frames - before.frames, 1, "");
    report.note("%d of them dropped".formatted(after.drops - before.drops));
  }

  private static long blocked(RealEngine engine) throws IOException {
    try (var lines = Files.lines(engine.child().log())) {
      return lines.filter(line -> line.contains("has been blocked for")).count();
    }
  }
}
