package io.virtuoso.storm.drill;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.standin.Market;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What somebody else might write into a tier.
 *
 * @param believable whether it is a document like any other, only older than those that readers
 *     have, so that nothing but a newer one need replace it
 * @param flags beside it in Memcached
 * @param value of a key
 */
record Poison(String name, boolean believable, int flags, Function<DocumentKey, byte[]> value) {
  /** By this users would see that they were poisoned. */
  static final String MARK = "poison";

  /** Under which gateways store: with any other, nobody would look at the value itself. */
  static final int OURS = 0x5644_0000;

  /** The flag under which Java clients store serialised objects. */
  private static final int SERIALISED = 1;

  private static final long HOUR_MS = 3_600_000;

  static List<Poison> all() throws IOException {
    DocumentKey other = new DocumentKey("candles/OTHERUSDT/1m/_-_-1");
    byte[] serialised = serialised();
    return List.of(
        text("garbage", ("x" + MARK).repeat(50)),
        text("plain JSON", "{\"data\":{\"" + MARK + "\":1}}"),
        text("__proto__", "{\"__proto__\":{\"" + MARK + "\":1}}"),
        unbelievable("another key", _ -> stored(other, System.currentTimeMillis())),
        unbelievable("one hour ahead", key -> stored(key, System.currentTimeMillis() + HOUR_MS)),
        new Poison(
            "one hour old", true, OURS, key -> stored(key, System.currentTimeMillis() - HOUR_MS)),
        unbelievable("a flipped bit", key -> flipped(stored(key, System.currentTimeMillis()))),
        new Poison("serialised Java", false, SERIALISED, _ -> serialised),
        text("2 MB", MARK.repeat(350_000)));
  }

  /** A document of that key that nobody of ours has written. */
  static byte[] stored(DocumentKey key, long asOfMs) {
    return new Market(asOfMs).document(key, Map.of(MARK, true)).encode();
  }

  private static Poison text(String name, String text) {
    return unbelievable(name, _ -> text.getBytes(UTF_8));
  }

  private static Poison unbelievable(String name, Function<DocumentKey, byte[]> value) {
    return new Poison(name, false, OURS, value);
  }

  private static byte[] flipped(byte[] bytes) {
    bytes[bytes.length - 3] ^= 1;
    return bytes;
  }

  private static byte[] serialised() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new ArrayList<>(List.of(MARK)));
    }
    return bytes.toByteArray();
  }
}
