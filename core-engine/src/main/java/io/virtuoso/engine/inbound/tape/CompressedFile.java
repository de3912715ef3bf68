package io.virtuoso.engine.inbound.tape;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** A file's content, decompressed by what it starts with and compressed by how it is called. */
final class CompressedFile {
  private static final int BUFFER = 1 << 16;
  private static final byte[] GZIP = {0x1F, (byte) 0x8B};
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};

  private CompressedFile() {}

  static InputStream read(SeekableByteChannel file) throws IOException {
    InputStream raw = new BufferedInputStream(Channels.newInputStream(file), BUFFER);
    try {
      if (startsWith(raw, GZIP)) {
        return new GZIPInputStream(raw, BUFFER);
      }
      return startsWith(raw, ZSTD) ? new Zstandard(raw) : raw;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  /** Tells data that ends too early by {@code EOFException}, as gzip's stream does. */
  private static final class Zstandard extends FilterInputStream {
    private final Source source;

    Zstandard(InputStream raw) throws IOException {
      this(new Source(raw));
    }

    private Zstandard(Source source) throws IOException {
      super(new ZstdInputStream(source));
      this.source = source;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return super.read(into, offset, length);
      } catch (IOException e) {
        if (source.ended) {
          EOFException cutOff = new EOFException("the compressed data is not ended");
          cutOff.initCause(e);
          throw cutOff;
        }
        throw e;
      }
    }

    /** Remembers that nothing is left. */
    private static final class Source extends FilterInputStream {
      private boolean ended;

      Source(InputStream raw) {
        super(raw);
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        ended |= read < 0;
        return read;
      }
    }
  }

  private static boolean startsWith(InputStream in, byte[] magic) throws IOException {
    in.mark(magic.length);
    byte[] start = in.readNBytes(magic.length);
    in.reset();
    return Arrays.equals(start, magic);
  }

  /**
   * Wraps {@code raw}, so that damage shows when it is read, and {@code flush} brings out all that
   * was written.
   */
  static OutputStream write(Path file, OutputStream raw) throws IOException {
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(raw, BUFFER, true);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(raw).setChecksum(true) : raw;
  }
}
