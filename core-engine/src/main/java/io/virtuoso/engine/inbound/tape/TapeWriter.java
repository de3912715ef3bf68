package io.virtuoso.engine.inbound.tape;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Records raw frames, one a line as {@code <ns since the epoch>#<connection> <frame>}, behind a
 * header line; {@code #0} is left out. The file is gzip or zstd when its name ends so. Not
 * thread-safe.
 */
public final class TapeWriter implements AutoCloseable {
  /** What a tape of ours starts with. */
  static final String HEADER_MARK = "# virtuoso-tape ";

  private static final int BUFFER = 1 << 16;
  private static final int MAX_DIGITS = 19;

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
   * @throws IOException when the file exists already or cannot be written
   */
  public static TapeWriter create(Path path, TapeDescription description) throws IOException {
    FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      TapeWriter tape = new TapeWriter(file, CompressedFile.write(path, new ChannelOutput(file)));
      tape.write((HEADER_MARK + description.json() + '\n').getBytes(StandardCharsets.UTF_8));
      return tape;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Adds a frame. Line breaks in it, which JSON has only between tokens, become spaces.
   *
   * @param receivedAtNanos our clock when it came, ns since the epoch, not negative
   * @param connection on which it came, from 1; 0 for what came on none, such as a REST answer
   */
  public void append(long receivedAtNanos, long connection, byte[] frame, int offset, int length)
      throws IOException {
    if (receivedAtNanos < 0 || connection < 0) {
      throw new IllegalArgumentException("a frame on a tape has its time of arrival");
    }
    if (buffer.length - used < 2 * (MAX_DIGITS + 1)) {
      drain();
    }
    appendNumber(receivedAtNanos);
    if (connection > 0) {
      buffer[used++] = '#';
      appendNumber(connection);
    }
    buffer[used++] = ' ';
    for (int i = offset; i < offset + length; i++) {
      byte c = frame[i];
      put(c == '\n' || c == '\r' ? (byte) ' ' : c);
    }
    put((byte) '\n');
  }

  private void appendNumber(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int i = used + digits - 1; i >= used; i--) {
      buffer[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    used += digits;
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

  /** Of the file so far, compressed as it may be, without what waits for {@link #flush}. */
  public long bytes() throws IOException {
    return file.position();
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
