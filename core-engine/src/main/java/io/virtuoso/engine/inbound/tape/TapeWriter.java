package io.virtuoso.engine.inbound.tape;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * Records raw frames, one a line as {@code <ns since the epoch> <frame>}, behind a header line. The
 * file is gzip or zstd when its name ends so. Not thread-safe.
 */
public final class TapeWriter implements AutoCloseable {
  /** What a tape of ours starts with. */
  static final String HEADER_MARK = "# virtuoso-tape ";

  private static final int BUFFER = 1 << 16;
  private static final int MAX_TIME_DIGITS = 19;

  private final FileChannel file;
  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private int used;
  private boolean closed;

  private TapeWriter(FileChannel file, OutputStream out) {
    this.file = file;
    this.out = out;
  }

  /**
   * Starts a new tape.
   *
   * @param exchange the venue, as configured
   * @param source where the frames come from, for example the socket's address
   * @throws IOException when the file exists already or cannot be written
   */
  public static TapeWriter create(Path path, String exchange, String source, Instant started)
      throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      OutputStream out = CompressedFile.write(path, new ChannelOutput(file));
      TapeWriter tape = new TapeWriter(file, out);
      String header =
          "# virtuoso-tape {\"exchange\":\"%s\",\"source\":\"%s\",\"started\":\"%s\"}\n"
              .formatted(escaped(exchange), escaped(source), started);
      tape.write(header.getBytes(StandardCharsets.UTF_8));
      return tape;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static String escaped(String text) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        json.append("\\u%04x".formatted((int) c));
      } else {
        json.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return json.toString();
  }

  /**
   * Adds a frame. Line breaks in it, which JSON has only between tokens, become spaces.
   *
   * @param receivedAtNanos our clock when it came, ns since the epoch, not negative
   */
  public void append(long receivedAtNanos, byte[] frame, int offset, int length)
      throws IOException {
    if (receivedAtNanos < 0) {
      throw new IllegalArgumentException("a frame on a tape has its time of arrival");
    }
    if (buffer.length - used < MAX_TIME_DIGITS + 1) {
      drain();
    }
    appendTime(receivedAtNanos);
    for (int i = offset; i < offset + length; i++) {
      byte c = frame[i];
      put(c == '\n' || c == '\r' ? (byte) ' ' : c);
    }
    put((byte) '\n');
  }

  private void appendTime(long time) {
    int digits = 1;
    for (long rest = time / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = time;
    for (int i = used + digits - 1; i >= used; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    used += digits;
    buffer[used++] = ' ';
  }

  private void write(byte[] bytes) throws IOException {
    for (byte b : bytes) {
      put(b);
    }
  }

  private void put(byte b) throws IOException {
    if (used == buffer.length) {
      drain();
    }
    buffer[used++] = b;
  }

  private void drain() throws IOException {
    out.write(buffer, 0, used);
    used = 0;
  }

  /** Brings all frames so far into the file, readable even if nothing follows. */
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  /** Flushes, ends the compressed data and waits for the disk. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (file) {
      drain();
      out.close();
      file.force(true);
    }
  }

  /** Stays open when a compressor above it closes, so that the file can be forced to disk. */
  private static final class ChannelOutput extends OutputStream {
    private final FileChannel file;

    ChannelOutput(FileChannel file) {
      this.file = file;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      ByteBuffer source = ByteBuffer.wrap(bytes, offset, length);
      while (source.hasRemaining()) {
        file.write(source);
      }
    }
  }
}
