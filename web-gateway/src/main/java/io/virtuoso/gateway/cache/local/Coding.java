package io.virtuoso.gateway.cache.local;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.Encoder;
import io.virtuoso.model.wire.Gzip;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The content codings on offer, best first. */
public enum Coding {
  BROTLI("br") {
    @Override
    public boolean available() {
      return Brotli4jLoader.isAvailable(); // its library is native: not every machine has one
    }

    @Override
    public byte[] encode(byte[] plain) {
      try {
        return Encoder.compress(plain, new Encoder.Parameters().setQuality(BROTLI_QUALITY));
      } catch (IOException impossible) { // nothing here leaves memory
        throw new UncheckedIOException(impossible);
      }
    }
  },
  GZIP("gzip") {
    @Override
    public byte[] encode(byte[] plain) {
      return Gzip.encode(plain);
    }
  };

  /** Beyond this a better ratio costs several times the time, and a version lives for seconds. */
  private static final int BROTLI_QUALITY = 5;

  private final String token;

  Coding(String token) {
    this.token = token;
  }

  /** The name in {@code Content-Encoding}. */
  public String token() {
    return token;
  }

  public boolean available() {
    return true;
  }

  /** The bytes in this coding, made on the calling thread. */
  public abstract byte[] encode(byte[] plain);
}
