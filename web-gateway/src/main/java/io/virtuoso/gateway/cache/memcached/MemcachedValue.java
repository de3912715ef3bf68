package io.virtuoso.gateway.cache.memcached;

import io.virtuoso.gateway.cache.local.Gzip;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.util.Optional;
import net.rubyeye.xmemcached.transcoders.CachedData;

/**
 * A document as it lies in Memcached: the stored form, compressed when long. The flag tells which,
 * and is far from every flag of the client's own transcoder.
 */
final class MemcachedValue {
  static final int PLAIN = 0x5644_0000;
  static final int GZIP = 0x5644_0001;

  /** Memcached refuses a value of 1 MiB and then deletes the old one, so stay clear of it. */
  static final int MAX_BYTES = 900 * 1_024;

  private static final int COMPRESS_ABOVE = 64 * 1_024;
  private static final int MAX_PLAIN_BYTES = 4 * 1_024 * 1_024 + 1_024;

  private MemcachedValue() {}

  /** The value to store; empty when the document is too long even compressed. */
  static Optional<CachedData> of(StoredDocument document) {
    byte[] plain = document.encode();
    boolean compress = plain.length > COMPRESS_ABOVE;
    byte[] bytes = compress ? Gzip.encode(plain) : plain;
    return bytes.length > MAX_BYTES
        ? Optional.empty()
        : Optional.of(new CachedData(compress ? GZIP : PLAIN, bytes));
  }

  /** Why a value is not one of ours. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(String code) {
      super("memcached value refused: " + code, null, false, false);
      this.code = code;
    }

    /** {@code flag}, {@code coding}, {@code schema}, {@code key} or {@code checksum}. */
    String code() {
      return code;
    }
  }

  static StoredDocument read(DocumentKey key, CachedData value) throws Refused {
    try {
      return StoredDocument.decode(
          key,
          switch (value.getFlag()) {
            case PLAIN -> value.getData();
            case GZIP -> Gzip.decode(value.getData(), MAX_PLAIN_BYTES);
            default -> throw new Refused("flag");
          });
    } catch (StoredDocument.Refused refused) {
      throw new Refused(refused.code());
    } catch (IOException notGzip) {
      throw new Refused("coding");
    }
  }
}
