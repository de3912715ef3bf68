package io.virtuoso.gateway.cache.memcached;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Consistent hashing as libketama does it: 160 points a node on a circle of 32 bits, and a key
 * belongs to the next point after its own. A node more or less moves only its own share of the
 * keys, and every gateway draws the same circle.
 */
final class KetamaRing<T> {
  private static final int DIGESTS = 40;
  private static final int POINTS_PER_DIGEST = 4;

  private final NavigableMap<Long, T> points = new TreeMap<>();

  /**
   * A circle of those nodes.
   *
   * @param nodes by address, at least one
   */
  KetamaRing(Map<String, T> nodes) {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a ring needs a node");
    }
    nodes.forEach((address, node) -> {
      for (int i = 0; i < DIGESTS; i++) {
        ByteBuffer digest = digest(address + "-" + i);
        for (int point = 0; point < POINTS_PER_DIGEST; point++) {
          points.put(Integer.toUnsignedLong(digest.getInt()), node);
        }
      }
    });
  }

  /** The node to which {@code key} belongs. */
  T node(String key) {
    Map.Entry<Long, T> next = points.ceilingEntry(Integer.toUnsignedLong(digest(key).getInt()));
    return (next == null ? points.firstEntry() : next).getValue();
  }

  private static ByteBuffer digest(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(US_ASCII));
      return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
    } catch (NoSuchAlgorithmException impossible) { // every Java has it; a spread, not a proof
      throw new IllegalStateException(impossible);
    }
  }
}
