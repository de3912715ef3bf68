package io.virtuoso.engine.feed;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.tape.TapeDescription;
import io.virtuoso.engine.inbound.tape.TapeLimits;
import io.virtuoso.engine.inbound.tape.TapeWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes what the venues send to tapes, one for each venue, since a tape has one exchange's format:
 * the first venue's tape has the name asked for, the others carry their venue before the first dot.
 * Each tape comes in parts, the second and later ones numbered before the first dot; the oldest
 * part of the recording gives way when it takes more than {@link TapeLimits} grant.
 *
 * <p>Scoring matters more than its recording: at the first failure it says so once, ends its tapes
 * and records nothing more. Owned by the pipeline's thread.
 */
public final class Recorder implements Closeable {
  private static final Logger LOG = Logger.getLogger(Recorder.class.getName());

  /** A crash loses no more than this, and limits are looked at as often. */
  private static final long UPKEEP_NANOS = 1_000_000_000;

  /** Tells how many bytes are free where a file lies. */
  interface Disk {
    long freeBytes(Path file) throws IOException;
  }

  /** A part that has ended. */
  private record Part(Path file, long bytes) {}

  /** A venue's tape. */
  private static final class Reel {
    private final String venue;
    private final boolean first;
    private int parts;
    private @Nullable TapeWriter tape;
    private @Nullable Path file;
    private long startedNanos;

    Reel(String venue, boolean first) {
      this.venue = venue;
      this.first = first;
    }
  }

  private final Path file;
  private final String source;
  private final TapeLimits limits;
  private final Function<String, List<Instrument>> instruments;
  private final Disk disk;
  private final Map<String, Reel> reels = new TreeMap<>();
  private final Deque<Part> ended = new ArrayDeque<>();
  private Instant unbrokenSince = Instant.now();
  private long endedBytes;
  private long nextUpkeepNanos = Long.MIN_VALUE;
  private volatile long recorded;
  private volatile long bytes;
  private volatile long partsRemoved;
  private volatile boolean paused;
  private volatile boolean stopped;

  /**
   * Nothing is written before the first frame.
   *
   * @param source {@code live} or {@code simulated}, for the header
   * @param instruments what is followed on a venue, for the header
   */
  public Recorder(
      Path file, String source, TapeLimits limits, Function<String, List<Instrument>> instruments) {
    this(file, source, limits, instruments, Recorder::freeBytes);
  }

  Recorder(
      Path file,
      String source,
      TapeLimits limits,
      Function<String, List<Instrument>> instruments,
      Disk disk) {
    this.file = file;
    this.source = source;
    this.limits = limits;
    this.instruments = instruments;
    this.disk = disk;
  }

  private static long freeBytes(Path file) throws IOException {
    return Files.getFileStore(file).getUsableSpace();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  public void append(String venue, long connection, long receivedAtNanos, byte[] text) {
    if (stopped || paused) {
      return;
    }
    try {
      Reel reel = reels.computeIfAbsent(venue, name -> new Reel(name, reels.isEmpty()));
      TapeWriter tape = reel.tape;
      if (tape != null && isFull(reel, tape, receivedAtNanos)) {
        end(reel, tape);
        tape = null;
      }
      if (tape == null) {
        tape = begin(reel, receivedAtNanos);
      }
      tape.append(receivedAtNanos, connection, text, 0, text.length);
      recorded++;
    } catch (IOException failed) {
      fail(failed);
    }
  }

  /** Every tape's current part together takes no more than half of what is granted. */
  private boolean isFull(Reel reel, TapeWriter tape, long receivedAtNanos) throws IOException {
    long most = Math.min(limits.partBytes(), limits.totalBytes() / (2L * reels.size()));
    return tape.bytes() >= most
        || receivedAtNanos - reel.startedNanos >= limits.partTime().toNanos();
  }

  private TapeWriter begin(Reel reel, long receivedAtNanos) throws IOException {
    reel.parts++;
    Path next = fileOf(reel);
    TapeWriter tape =
        TapeWriter.create(
            next,
            new TapeDescription(
                reel.venue,
                source,
                Instant.now(),
                unbrokenSince,
                reel.parts,
                instruments.apply(reel.venue)));
    reel.tape = tape;
    reel.file = next;
    reel.startedNanos = receivedAtNanos;
    return tape;
  }

  private void end(Reel reel, TapeWriter tape) throws IOException {
    reel.tape = null;
    tape.close();
    Path part = reel.file;
    if (part != null) {
      long size = Files.size(part);
      ended.add(new Part(part, size));
      endedBytes += size;
    }
  }

  private Path fileOf(Reel reel) {
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.') < 0 ? name.length() : name.indexOf('.');
    String venue = reel.first ? "" : '.' + reel.venue;
    String part = reel.parts == 1 ? "" : String.format(Locale.ROOT, ".%04d", reel.parts);
    return file.resolveSibling(name.substring(0, dot) + venue + part + name.substring(dot));
  }

  /**
   * About once a second: brings what was recorded to the disk and keeps the limits.
   *
   * @param nowNanos any steady clock
   */
  public void upkeep(long nowNanos) {
    if (stopped || nowNanos < nextUpkeepNanos) {
      return;
    }
    nextUpkeepNanos = nowNanos + UPKEEP_NANOS;
    try {
      long open = 0;
      for (Reel reel : reels.values()) {
        TapeWriter tape = reel.tape;
        if (tape != null) {
          tape.flush();
          open += tape.bytes();
        }
      }
      keepLimits(open);
    } catch (IOException failed) {
      fail(failed);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  private void keepLimits(long openBytes) throws IOException {
    if (reels.isEmpty()) {
      return;
    }
    Path folder = file.toAbsolutePath().getParent();
    Path here = folder == null ? file : folder;
    long free = disk.freeBytes(here);
    while (!ended.isEmpty()
        && (openBytes + endedBytes > limits.totalBytes()
            || (!paused && free < limits.freeBytes()))) {
      Part oldest = ended.remove();
      Files.deleteIfExists(oldest.file());
      endedBytes -= oldest.bytes();
      partsRemoved++;
      free = disk.freeBytes(here);
    }
    if (!paused && free < limits.freeBytes()) {
      paused = true;
      LOG.log(Level.WARNING, "recording pauses: only {0} bytes are free on the disk", free);
      for (Reel reel : reels.values()) {
        if (reel.tape != null) {
          end(reel, reel.tape);
        }
      }
      bytes = endedBytes;
      return;
    }
    if (paused && free >= limits.freeBytes() + limits.partBytes()) {
      paused = false;
      unbrokenSince = Instant.now();
      LOG.info("recording goes on");
    }
    bytes = openBytes + endedBytes;
  }

  private void fail(IOException failed) {
    LOG.log(
        Level.SEVERE,
        "recording has ended, the engine goes on without: {0}",
        failed instanceof FileAlreadyExistsException taken
            ? taken.getFile() + " exists already"
            : failed.toString());
    close();
  }

  /** Frames written so far, by any thread. */
  public long recorded() {
    return recorded;
  }

  /** What all parts take on the disk, about, by any thread. */
  public long bytes() {
    return bytes;
  }

  /** Parts that gave way to newer ones, by any thread. */
  public long partsRemoved() {
    return partsRemoved;
  }

  /** Whether it waits for room on the disk, by any thread. */
  public boolean isPaused() {
    return paused;
  }

  /** Whether nothing is recorded any more, by any thread. */
  public boolean hasStopped() {
    return stopped;
  }

  /** Ends the tapes; nothing is recorded after it. */
  @Override
  public void close() {
    stopped = true;
    for (Reel reel : reels.values()) {
      TapeWriter tape = reel.tape;
      reel.tape = null;
      try {
        if (tape != null) {
          tape.close();
        }
      } catch (IOException failed) {
        LOG.log(Level.WARNING, "a tape could not be ended in good order: {0}", failed.toString());
      }
    }
  }
}
