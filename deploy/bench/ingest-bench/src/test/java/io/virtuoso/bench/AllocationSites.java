package io.virtuoso.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Names every place that allocates in the second half of a tape. The JVM must run with {@code
 * -XX:-UseTLAB}: then each object is allocated by itself and the flight recorder sees each, not a
 * sample.
 */
final class AllocationSites {
  private static final String EVENT = "jdk.ObjectAllocationOutsideTLAB";
  private static final int FRAMES_SHOWN = 5;

  /** What was allocated in one place. */
  private record Site(String what, String where) {}

  private AllocationSites() {}

  /** Arguments: tape, venue, rounds (not used), frames at most. */
  public static void main(String... arguments) throws IOException {
    Frames frames = Frames.of(Path.of(arguments[0]), Integer.parseInt(arguments[3]));
    FullPath warmUp = new FullPath(arguments[1]);
    play(frames, warmUp, 0, frames.count());
    FullPath counted = new FullPath(arguments[1]);
    int half = frames.count() / 2;
    play(frames, counted, 0, half);
    Path file = Files.createTempFile("allocations", ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(EVENT).withStackTrace();
      recording.start();
      play(frames, counted, half, frames.count());
      recording.stop();
      recording.dump(file);
      report(System.out, file, frames.count() - half);
    } finally {
      Files.delete(file);
    }
  }

  private static void play(Frames frames, FullPath path, int from, int to) {
    for (int i = from; i < to; i++) {
      path.frame(frames.text(), frames.start(i), frames.length(i));
    }
  }

  private static void report(PrintStream out, Path file, int frames) throws IOException {
    Map<Site, Long> bytes = new HashMap<>();
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        String where = where(event.getStackTrace());
        if (event.getThread("eventThread").getJavaName().equals("main") && !where.isEmpty()) {
          bytes.merge(
              new Site(event.getClass("objectClass").getName(), where),
              event.getLong("allocationSize"),
              Long::sum);
        }
      }
    }
    long sum = bytes.values().stream().mapToLong(Long::longValue).sum();
    out.printf(
        Locale.ROOT,
        "%,d frames allocated %,d bytes, %.2f each%n",
        frames,
        sum,
        sum / (double) frames);
    bytes.entrySet().stream()
        .sorted(Map.Entry.<Site, Long>comparingByValue(Comparator.reverseOrder()))
        .forEach(site ->
            out.printf(
                Locale.ROOT,
                "  %,10d  %s%n              %s%n",
                site.getValue(),
                site.getKey().what(),
                site.getKey().where()));
  }

  /** The frames next to the allocation, or nothing when it is none of the engine's. */
  private static String where(RecordedStackTrace trace) {
    List<RecordedFrame> frames = trace == null ? List.of() : trace.getFrames();
    boolean ours =
        frames.stream()
            .anyMatch(
                frame -> frame.getMethod().getType().getName().startsWith("io.virtuoso.engine"));
    return !ours
        ? ""
        : frames.stream()
            .limit(FRAMES_SHOWN)
            .map(frame ->
                simple(frame.getMethod().getType().getName())
                    + '.'
                    + frame.getMethod().getName()
                    + ':'
                    + frame.getLineNumber())
            .collect(Collectors.joining(" < "));
  }

  private static String simple(String type) {
    return type.substring(type.lastIndexOf('.') + 1);
  }
}
