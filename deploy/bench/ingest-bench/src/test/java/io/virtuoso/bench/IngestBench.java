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

/**
 * Runs the contestants over the same frames, in turns and in one process: round by round each once,
 * so that whatever else the machine does falls on all alike. Rounds of warming up are not counted.
 * Time is the thread's own on its core, collections and compilations by other threads left out.
 */
final class IngestBench {
  /** Until the second compiler has had its time on a core that it shares with what it compiles. */
  private static final int WARM_UP_ROUNDS = 12;

  private record Entry(String name, Supplier<Contestant> maker, List<Double> rates) {
    double median() {
      double[] sorted = rates.stream().mapToDouble(Double::doubleValue).sorted().toArray();
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
        double rate = pass(entry.maker().get());
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
          "  %-24s %,12.0f frames/s   %6.2f x floor   %,8.1f B/frame%n",
          entry.name(),
          entry.median(),
          entry.median() / floor.median(),
          allocated(entry.maker().get()));
    }
    if (entries.contains(peer)) {
      out.printf(
          Locale.ROOT,
          "  full path / XChange-stream decoding alone: %.2f%n",
          full.median() / peer.median());
    }
    out.println("  (" + kept % 10 + ")"); // what was read cannot be left out
  }

  private static Entry entry(String name, Supplier<Contestant> maker) {
    return new Entry(name, maker, new ArrayList<>());
  }

  private double pass(Contestant contestant) throws IOException {
    long started = threads.getCurrentThreadCpuTime();
    play(contestant, 0, frames.count());
    return frames.count() / ((threads.getCurrentThreadCpuTime() - started) / 1e9);
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
