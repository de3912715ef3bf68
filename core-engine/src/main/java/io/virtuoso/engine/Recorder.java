package io.virtuoso.engine;

import io.virtuoso.engine.inbound.tape.TapeWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes what the venues send to tapes, one for each venue, since a tape has one exchange's format:
 * the first venue's tape has the name asked for, the others carry their venue before the first dot.
 *
 * <p>Scoring matters more than its recording: at the first failure, such as a full disk, it says so
 * once, ends its tapes and records nothing more. Owned by the pipeline's thread.
 */
final class Recorder implements Closeable {
  private static final Logger LOG = Logger.getLogger(Recorder.class.getName());

  private final Path file;
  private final String source;
  private final Map<String, TapeWriter> tapes = new HashMap<>();
  private volatile long recorded;
  private volatile boolean stopped;

  /**
   * Nothing is written before the first frame.
   *
   * @param source {@code live} or {@code simulated}, for the header
   */
  Recorder(Path file, String source) {
    this.file = file;
    this.source = source;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void append(String venue, long receivedAtNanos, byte[] text) {
    if (stopped) {
      return;
    }
    try {
      TapeWriter tape = tapes.get(venue);
      if (tape == null) {
        tape = TapeWriter.create(fileOf(venue), venue, source, Instant.now());
        tapes.put(venue, tape);
      }
      tape.append(receivedAtNanos, text, 0, text.length);
      recorded++;
    } catch (IOException failed) {
      LOG.log(
          Level.SEVERE,
          "recording has ended, the engine goes on without: {0}",
          failed instanceof FileAlreadyExistsException taken
              ? taken.getFile() + " exists already"
              : failed.toString());
      close();
    }
  }

  /** Frames written so far, by any thread. */
  long recorded() {
    return recorded;
  }

  /** Whether nothing is recorded any more, by any thread. */
  boolean hasStopped() {
    return stopped;
  }

  private Path fileOf(String venue) {
    if (tapes.isEmpty()) {
      return file;
    }
    String name = String.valueOf(file.getFileName());
    int dot = name.indexOf('.');
    return file.resolveSibling(
        dot < 0 ? name + '.' + venue : name.substring(0, dot) + '.' + venue + name.substring(dot));
  }

  /** Ends the tapes; nothing is recorded after it. */
  @Override
  public void close() {
    stopped = true;
    for (TapeWriter tape : tapes.values()) {
      try {
        tape.close();
      } catch (IOException failed) {
        LOG.log(Level.WARNING, "a tape could not be ended in good order: {0}", failed.toString());
      }
    }
    tapes.clear();
  }
}
