package io.virtuoso.engine.inbound.tape;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A recording's frames in their order. Each line is {@code <time of arrival> <frame>}, the time in
 * whole ns or in decimal seconds and perhaps with {@code #<connection>}, or the frame alone; lines
 * that start with {@code #} tell about the tape. Plain, gzip and zstd files are told apart by their
 * content.
 *
 * <p>A recording that was cut off, as by a crash, is read up to its last whole frame; the cut is
 * told as a damaged line. A last line that nothing ends is whole only on a tape of somebody else's:
 * ours ends every line.
 *
 * <p>Nothing is allocated from line to line. Not thread-safe.
 */
public final class TapeReader implements AutoCloseable {
  /** What {@link #receivedAtNanos} answers for a frame recorded without its time. */
  public static final long UNKNOWN_TIME = -1;

  private static final byte[] MAGIC = TapeWriter.HEADER_MARK.getBytes(StandardCharsets.US_ASCII);
  private static final int FRACTION_DIGITS = 9;
  private static final int CONNECTION_DIGITS = 18;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final LineSource lines;
  private final DamagedLines damage;
  private long receivedAtNanos;
  private long connection;
  private int offset;
  private int length;
  private long damagedLines;
  private boolean ours;
  private boolean cutOff;

  private TapeReader(LineSource lines, DamagedLines damage) {
    this.lines = lines;
    this.damage = damage;
  }

  /**
   * Opens a tape at its start.
   *
   * @param damage hears of each line that is no frame
   * @throws IOException when the file cannot be read
   */
  public static TapeReader open(Path file, DamagedLines damage) throws IOException {
    return new TapeReader(LineSource.ahead(file), damage);
  }

  /**
   * A tape's first line when it tells about the tape, else nothing.
   *
   * @throws IOException when the file cannot be read
   */
  public static String headerOf(Path file) throws IOException {
    try (LineSource lines = LineSource.open(file)) {
      boolean header =
          lines.advance() && lines.length() > 0 && lines.buffer()[lines.start()] == '#';
      return header
          ? new String(lines.buffer(), lines.start(), lines.length(), StandardCharsets.UTF_8)
          : "";
    }
  }

  /**
   * Goes to the next frame; false behind the last one.
   *
   * @throws IOException when the file cannot be read, or its compressed data is damaged
   */
  public boolean next() throws IOException {
    while (lines.advance()) {
      if (lines.isTooLong()) {
        damaged("longer than " + LineSource.MAX_LINE + " bytes");
        continue;
      }
      if (lines.isCutOff() || (ours && lines.isUnended())) {
        cutOff = true;
        damaged("the recording is cut off here");
        continue;
      }
      if (lines.lineNumber() == 1) {
        ours = startsWith(MAGIC);
      }
      int end = lines.start() + lines.length();
      if (lines.length() == 0 || lines.buffer()[lines.start()] == '#') {
        continue;
      }
      int frame = readTime(lines.buffer(), lines.start(), end);
      if (frame < 0 || frame == end) {
        damaged("neither a time of arrival and a frame nor a frame");
        continue;
      }
      offset = frame;
      length = end - frame;
      return true;
    }
    return false;
  }

  private boolean startsWith(byte[] text) {
    return lines.length() >= text.length
        && Arrays.equals(
            lines.buffer(), lines.start(), lines.start() + text.length, text, 0, text.length);
  }

  private void damaged(String reason) {
    damagedLines++;
    damage.onDamagedLine(lines.lineNumber(), reason);
  }

  /** The position of the frame, or -1 when there is no time where one must be. */
  private int readTime(byte[] text, int from, int end) {
    receivedAtNanos = UNKNOWN_TIME;
    connection = 0;
    byte first = text[from];
    if (first == '{' || first == '[') {
      return from;
    }
    int p = from;
    long time = 0;
    while (p < end && isDigit(text[p])) {
      int digit = text[p++] - '0';
      if (time > (Long.MAX_VALUE - digit) / 10) {
        return -1;
      }
      time = time * 10 + digit;
    }
    if (p == from || p == end) {
      return -1;
    }
    if (text[p] == '.') {
      if (time >= Long.MAX_VALUE / NANOS_PER_SECOND) {
        return -1;
      }
      int places = 0;
      for (p++; p < end && isDigit(text[p]); p++) {
        if (places < FRACTION_DIGITS) {
          time = time * 10 + text[p] - '0';
          places++;
        }
      }
      for (; places < FRACTION_DIGITS; places++) {
        time *= 10;
      }
    }
    if (p < end && text[p] == '#') {
      long number = 0;
      int last = Math.min(end, ++p + CONNECTION_DIGITS);
      for (; p < last && isDigit(text[p]); p++) {
        number = number * 10 + text[p] - '0';
      }
      connection = number;
    }
    if (p == end || text[p] != ' ') {
      return -1;
    }
    receivedAtNanos = time;
    return p + 1;
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  /** Of the frame's line, counted from 1. */
  public long lineNumber() {
    return lines.lineNumber();
  }

  /** Our clock when the frame came, ns since the epoch, or {@link #UNKNOWN_TIME}. */
  public long receivedAtNanos() {
    return receivedAtNanos;
  }

  /** On which the frame came, from 1; 0 when it came on none or the tape does not tell. */
  public long connection() {
    return connection;
  }

  /** Holds the frame at {@link #offset} until {@link #next}. */
  public byte[] buffer() {
    return lines.buffer();
  }

  public int offset() {
    return offset;
  }

  /** Of the frame, in bytes. */
  public int length() {
    return length;
  }

  /** How many lines so far were no frames. */
  public long damagedLines() {
    return damagedLines;
  }

  /** Whether the recording ended in the middle of a frame, or of its compressed data. */
  public boolean isCutOff() {
    return cutOff;
  }

  /** How many bytes of the file, compressed as it may be, have been taken in. */
  public long bytesRead() throws IOException {
    return lines.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
