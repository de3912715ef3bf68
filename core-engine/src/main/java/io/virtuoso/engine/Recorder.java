package io.virtuoso.engine;

import io.virtuoso.engine.inbound.tape.TapeWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes what the venues send to tapes, one for each venue, since a tape has one exchange's format:
 * the first venue's tape has the name asked for, the others carry their venue before the first dot.
 */
final class Recorder implements Closeable {
  private final Path file;
  private final String source;
  private final Map<String, TapeWriter> tapes = new HashMap<>();

  /**
   * Nothing is written before the first frame.
   *
   * @param source {@code live} or {@code simulated}, for the header
   */
  Recorder(Path file, String source) {
    this.file = file;
    this.source = source;
  }

  void append(String venue, long receivedAtNanos, byte[] text) throws IOException {
    TapeWriter tape = tapes.get(venue);
    if (tape == null) {
      tape = TapeWriter.create(fileOf(venue), venue, source, Instant.now());
      tapes.put(venue, tape);
    }
    tape.append(receivedAtNanos, text, 0, text.length);
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

  @Override
  public void close() {
    for (TapeWriter tape : tapes.values()) {
      try {
        tape.close();
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
    tapes.clear();
  }
}
