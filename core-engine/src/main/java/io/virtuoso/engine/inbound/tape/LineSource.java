package io.virtuoso.engine.inbound.tape;

import io.virtuoso.engine.inbound.exchange.Swar;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
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
  private final SeekableByteChannel channel;
  private final InputStream in;
  private byte[] buffer = new byte[FIRST_BUFFER];
  private int start;
  private int length;
  private int next;
  private int filled;
  private boolean ended;
  private boolean tooLong;
  private boolean unended;

  /** The data ends where the compressor had not ended it. */
  private boolean cutOff;

  private boolean cutOffTold;
  private long lineNumber;

  private LineSource(Path file, SeekableByteChannel channel, InputStream in) {
    this.file = file;
    this.channel = channel;
    this.in = in;
  }

  /** The lines of a file, taken from it as they are asked for. */
  static LineSource open(Path file) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    return new LineSource(file, channel, CompressedFile.read(channel));
  }

  /** The lines of a file, which a thread of its own reads and decompresses ahead. */
  static LineSource ahead(Path file) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    return new LineSource(file, channel, new ReadAhead(() -> CompressedFile.read(channel)));
  }

  /** How many bytes of the file, compressed as it may be, have been taken in. */
  long bytesRead() throws IOException {
    return channel.position();
  }

  /** Goes to the next line; false behind the last one. */
  boolean advance() throws IOException {
    tooLong = false;
    unended = false;
    start = next;
    int searched = next;
    while (true) {
      int feed = Swar.find((byte) '\n', buffer, searched, filled);
      if (feed < filled) {
        length = feed - start;
        next = feed + 1;
        break;
      }
      searched = filled;
      if (ended) {
        length = filled - start;
        next = filled;
        unended = true;
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
      if (!cutOff || cutOffTold) {
        return false;
      }
    }
    cutOffTold |= unended;
    tooLong |= length > MAX_LINE;
    lineNumber++;
    if (length > 0 && buffer[start + length - 1] == '\r') {
      length--;
    }
    return true;
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
    } catch (EOFException e) {
      ended = true;
      cutOff = true;
    } catch (IOException e) {
      throw new IOException(
          "%s is damaged behind line %d: %s"
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

  /** Whether the file ends inside its compressed data, and what is left of a line is the last. */
  boolean isCutOff() {
    return cutOff && unended;
  }

  /** Whether nothing ends the line but the file. */
  boolean isUnended() {
    return unended;
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
    try (channel) {
      in.close();
    }
  }
}
