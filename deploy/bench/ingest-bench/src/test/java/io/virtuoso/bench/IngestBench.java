package io.virtuoso.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * Runs the contestants over the same frames, in turns and in one process: round by round each once,
 * so that whatever else the machine does falls on all alike. Rounds of warming up are not counted.
 *
 * <p>Time is the wall's, collections and whatever else shares the core included; beside it stands
 * the time that the core gave to the thread, which is what remains comparable on a busy machine.
 */
final class IngestBench {
  /** Until the second compiler has had its time on a core that it shares with what it compiles. */
  private static final int WARM_UP_ROUNDS = 12;

  /** Frames a second of one round. */
  private record Rate(double wall, double core) {}

  private record Entry(String name, Supplier<Contestant> maker, List<Rate> rates) {
    double wall() {
      return median(Rate::wall);
    }

    double core() {
      return median(Rate::core);
    }

    private double median(ToDoubleFunction<Rate> of) {
      double[] sorted = rates.stream().mapToDouble(of).sorted().toArray();
      return sorted[sorted.length / 2];
    }
  }

  private final Frames frames;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long kept;

  private IngestBench(Frames frames) {
    this.frames = frames;
  }

  /** Arguments: tape, venue, rounds, frames at most. */
  public static void main(String... arguments) throws IOException {
    Path tape = Path.of(arguments[0]);
    String venue = arguments[1];
    int rounds = Integer.parseInt(arguments[2]);
    Frames frames = Frames.of(tape, Integer.parseInt(arguments[3]));
    new IngestBench(frames).run(System.out, venue, rounds);
  }

  private void run(PrintStream out, String venue, int rounds) throws IOException {
    Entry full = entry("full path", () -> new FullPath(venue));
    Entry book = entry("decode + book", () -> new DecodeAndBook(venue));
    Entry floor = entry("token floor (Jackson)", TokenScan::new);
    Entry peer = entry("XChange-stream decoding", XChangeDecoding::new);
    List<Entry> entries = new ArrayList<>(List.of(full, book, floor));
    if (venue.startsWith("binance")) {
      entries.add(peer);
    }
    for (int round = 0; round < WARM_UP_ROUNDS + rounds; round++) {
      for (Entry entry : entries) {
        Rate rate = pass(entry.maker().get());
        if (round >= WARM_UP_ROUNDS) {
          entry.rates().add(rate);
        }
      }
    }
    out.printf(
        Locale.ROOT,
        "%s: %,d frames of %d bytes on average, %d rounds%n",
        venue,
        frames.count(),
        frames.bytes() / frames.count(),
        rounds);
    for (Entry entry : entries) {
      out.printf(
          Locale.ROOT,
          "  %-24s %,12.0f frames/s by the wall  %5.2f x floor  (of core time %,12.0f  %5.2f)"
              + "  %,8.1f B/frame%n",
          entry.name(),
          entry.wall(),
          entry.wall() / floor.wall(),
          entry.core(),
          entry.core() / floor.core(),
          allocated(entry.maker().get()));
    }
    if (entries.contains(peer)) {
      out.printf(
          Locale.ROOT,
          "  full path / XChange-stream decoding alone: %.2f%n",
          full.wall() / peer.wall());
    }
    out.println("  (" + kept % 10 + ")"); // what was read cannot be left out
  }

  private static Entry entry(String name, Supplier<Contestant> maker) {
    return new Entry(name, maker, new ArrayList<>());
  }

  private Rate pass(Contestant contestant) throws IOException {
    long given = threads.getCurrentThreadCpuTime();
    long started = System.nanoTime();
    play(contestant, 0, frames.count());
    long wall = System.nanoTime() - started;
    long core = threads.getCurrentThreadCpuTime() - given;
    return new Rate(frames.count() / (wall / 1e9), frames.count() / (core / 1e9));
  }

  private void play(Contestant contestant, int from, int to) throws IOException {
    byte[] text = frames.text();
    for (int i = from; i < to; i++) {
      contestant.frame(text, frames.start(i), frames.length(i));
    }
    kept += contestant.result();
  }

  /** Bytes a frame over the second half, when everything has its size. */
  private double allocated(Contestant contestant) throws IOException {
    int half = frames.count() / 2;
    play(contestant, 0, half);
    long before = threads.getCurrentThreadAllocatedBytes();
    play(contestant, half, frames.count());
    return (threads.getCurrentThreadAllocatedBytes() - before) / (double) (frames.count() - half);
  }
}
