package io.virtuoso.gateway.serve.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Which content coding a client takes, and the one that is made on the fly. */
final class ContentCoding {
  static final String BROTLI = "br";
  static final String GZIP = "gzip";

  private ContentCoding() {}

  /**
   * Whether {@code coding} is among those accepted without reservation; a client that takes it with
   * a lower weight gets the plain body, which is always right.
   *
   * @param accepted the {@code Accept-Encoding} header
   */
  static boolean accepts(@Nullable String accepted, String coding) {
    if (accepted == null) {
      return false;
    }
    for (String one : accepted.toLowerCase(Locale.ROOT).split(",", -1)) {
      String plain = one.replace(" ", "");
      if (plain.equals(coding) || plain.startsWith(coding + ";q=1")) {
        return true;
      }
    }
    return false;
  }

  static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out, 8_192)) {
      gzip.write(plain);
    } catch (IOException impossible) { // nothing here leaves memory
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }
}
