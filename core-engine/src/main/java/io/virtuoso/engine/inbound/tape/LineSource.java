package io.virtuoso.engine.inbound.tape;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a file, one after the other in one reused buffer. A line beyond {@link #MAX_LINE} is
 * passed over piece by piece, so memory stays bounded whatever the file holds.
 */
final class LineSource implements AutoCloseable {
  /** Bytes. */
  static final int MAX_LINE = 32 << 20;

  private static final int FIRST_BUFFER = 1 << 18;

  private final Path file;
  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int length;
  private int next;
  private int filled;
  private boolean ended;
  private boolean tooLong;
  private long lineNumber;

  LineSource(Path file) throws IOException {
    this.file = file;
    this.in = open(file);
  }

  private static InputStream open(Path file) throws IOException {
    try {
      return CompressedFile.read(file);
    } catch (IOException e) {
      throw new IOException("cannot read %s: %s".formatted(file.getFileName(), e), e);
    }
  }

  /** Goes to the next line; false behind the last one. */
  boolean advance() throws IOException {
    tooLong = false;
    start = next;
    int searched = next;
    while (true) {
      int feed = lineFeed(buffer, searched, filled);
      if (feed < filled) {
        length = feed - start;
        next = feed + 1;
        break;
      }
      searched = filled;
      if (ended) {
        length = filled - start;
        next = filled;
        break;
      }
      if (filled - start > MAX_LINE) {
        tooLong = true;
        start = 0;
        filled = 0;
        searched = 0;
      }
      searched -= makeRoom();
      fill();
    }
    if (length == 0 && next == start && !tooLong) {
      return false;
    }
    tooLong |= length > MAX_LINE;
    lineNumber++;
    if (length > 0 && buffer[start + length - 1] == '\r') {
      length--;
    }
    return true;
  }

  private static int lineFeed(byte[] text, int from, int to) {
    int p = from;
    while (p < to && text[p] != '\n') {
      p++;
    }
    return p;
  }

  /** How far the content moved towards the start. */
  private int makeRoom() {
    if (filled < buffer.length) {
      return 0;
    }
    int moved = start;
    if (moved == 0) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    } else {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= moved;
      start = 0;
    }
    return moved;
  }

  private void fill() throws IOException {
    try {
      int read = in.read(buffer, filled, buffer.length - filled);
      ended = read < 0;
      filled += Math.max(read, 0);
    } catch (IOException e) {
      throw new IOException(
          "%s is cut off or damaged behind line %d: %s"
              .formatted(file.getFileName(), lineNumber, e.getMessage()),
          e);
    }
  }

  /** Of the line that {@link #advance} went to, counted from 1. */
  long lineNumber() {
    return lineNumber;
  }

  /** Whether the line was longer than {@link #MAX_LINE}; its content is lost. */
  boolean isTooLong() {
    return tooLong;
  }

  /** Holds the line until the next {@link #advance}. */
  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  /** Without the line's end. */
  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
