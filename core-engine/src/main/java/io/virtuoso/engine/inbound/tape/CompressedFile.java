package io.virtuoso.engine.inbound.tape;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
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

  static InputStream read(Path file) throws IOException {
    InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      if (startsWith(raw, GZIP)) {
        return new GZIPInputStream(raw, BUFFER);
      }
      return startsWith(raw, ZSTD) ? new ZstdInputStream(raw) : raw;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  private static boolean startsWith(InputStream in, byte[] magic) throws IOException {
    in.mark(magic.length);
    byte[] start = in.readNBytes(magic.length);
    in.reset();
    return Arrays.equals(start, magic);
  }

  /** Wraps {@code raw} so that {@code flush} brings out all that was written. */
  static OutputStream write(Path file, OutputStream raw) throws IOException {
    String name = file.toString();
    if (name.endsWith(".gz")) {
      return new GZIPOutputStream(raw, BUFFER, true);
    }
    return name.endsWith(".zst") ? new ZstdOutputStream(raw) : raw;
  }
}
