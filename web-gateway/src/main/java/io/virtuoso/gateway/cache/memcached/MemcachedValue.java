package io.virtuoso.gateway.cache.memcached;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.util.Optional;
import net.rubyeye.xmemcached.transcoders.CachedData;

/**
 * A document as it lies in Memcached: the stored form under a flag that is far from every flag of
 * the client's own transcoder.
 */
final class MemcachedValue {
  static final int FLAG = 0x5644_0000;

  /** Memcached refuses a value of 1 MiB and then deletes the old one, so stay clear of it. */
  static final int MAX_BYTES = 900 * 1_024;

  private MemcachedValue() {}

  /** The value to store; empty when the document is too long even compressed. */
  static Optional<CachedData> of(StoredDocument document) {
    byte[] bytes = document.encode();
    return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(new CachedData(FLAG, bytes));
  }

  /** Why a value is not one of ours. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(String code) {
      super("memcached value refused: " + code, null, false, false);
      this.code = code;
    }

    /** {@code flag}, or why the stored form is refused. */
    String code() {
      return code;
    }
  }

  static StoredDocument read(DocumentKey key, CachedData value) throws Refused {
    if (value.getFlag() != FLAG) {
      throw new Refused("flag");
    }
    try {
      return StoredDocument.decode(key, value.getData());
    } catch (StoredDocument.Refused refused) {
      throw new Refused(refused.code());
    }
  }
}
