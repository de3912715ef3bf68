package io.virtuoso.model.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A document as it lies in Redis and Memcached: a header that proves what the bytes are, then the
 * JSON body. A reader that cannot prove it refuses the value.
 *
 * <pre>
 * "VD1 " | version 20 digits | ' ' | as-of ms 20 digits | ' ' | crc32c 8 hex digits | coding | key | '\n' | body
 * </pre>
 *
 * The coding is a space for a body as it is, {@code z} for one in gzip, which long ones are. The
 * checksum covers key, version, as-of, coding and the body as it is stored, so nothing is unpacked
 * that was not packed by us. The version's fixed place lets a Redis script compare versions without
 * knowing the rest.
 */
public final class StoredDocument {
  private static final String MAGIC = "VD1 ";

  /** Where the version's 20 digits begin and end (exclusive), for scripts that compare them. */
  public static final int VERSION_START = 4;

  public static final int VERSION_END = 24;
  private static final int AS_OF_START = 25;
  private static final int AS_OF_END = 45;
  private static final int CRC_START = 46;
  private static final int CRC_END = 54;
  private static final int KEY_START = 55;
  private static final byte PLAIN = ' ';
  private static final byte GZIP = 'z';

  /**
   * Bodies of more bytes than this are stored compressed: the tiers then hold three to ten more.
   */
  public static final int COMPRESS_ABOVE = 64 * 1_024;

  /** No body that is stored compressed may have more bytes. */
  public static final int MAX_BODY = 4 * 1_024 * 1_024;

  private final DocumentKey key;
  private final long version;
  private final long asOfMs;
  private final byte[] body;

  /**
   * A document of that key.
   *
   * @param version see {@code Meta.version}
   * @param asOfMs exchange clock, ms since the epoch
   * @param body the JSON text exactly as the API serves it; owned by this object from here on
   */
  public StoredDocument(DocumentKey key, long version, long asOfMs, byte[] body) {
    this.key = key;
    this.version = version;
    this.asOfMs = asOfMs;
    this.body = body;
  }

  public DocumentKey key() {
    return key;
  }

  /** See {@code Meta.version}. */
  public long version() {
    return version;
  }

  /** Exchange clock, ms since the epoch. */
  public long asOfMs() {
    return asOfMs;
  }

  /** The JSON text exactly as the API serves it; not a copy, so not to be changed. */
  public byte[] body() {
    return body;
  }

  /** Why stored bytes were refused; the code is a metric label. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    Refused(String code) {
      super("stored document refused: " + code, null, false, false);
      this.code = code;
    }

    /** {@code schema}, {@code key}, {@code checksum} or {@code coding}. */
    public String code() {
      return code;
    }
  }

  /** What the stored form begins with, up to {@link #VERSION_END}. */
  public byte[] beginning() {
    return (MAGIC + "%020d".formatted(version)).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The bytes to store. A long body is compressed, which takes milliseconds, and one of more than
   * {@link #MAX_BODY} is refused by every reader.
   */
  public byte[] encode() {
    byte coding = body.length > COMPRESS_ABOVE ? GZIP : PLAIN;
    byte[] stored = coding == GZIP ? Gzip.encodeFast(body) : body;
    byte[] name = key.path().getBytes(StandardCharsets.US_ASCII);
    String head =
        MAGIC
            + "%020d %020d %08x"
                .formatted(
                    version,
                    asOfMs,
                    checksum(name, version, asOfMs, coding, ByteBuffer.wrap(stored)));
    return ByteBuffer.allocate(KEY_START + name.length + 1 + stored.length)
        .put(head.getBytes(StandardCharsets.US_ASCII))
        .put(coding)
        .put(name)
        .put((byte) '\n')
        .put(stored)
        .array();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param expected the key that was asked for; anything else is refused
   * @throws Refused when the bytes are not a whole, unaltered document of that key
   */
  public static StoredDocument decode(DocumentKey expected, byte[] stored) throws Refused {
    byte[] name = expected.path().getBytes(StandardCharsets.US_ASCII);
    int bodyStart = KEY_START + name.length + 1;
    if (stored.length < bodyStart
        || !MAGIC.equals(new String(stored, 0, VERSION_START, StandardCharsets.ISO_8859_1))
        || stored[VERSION_END] != ' '
        || stored[AS_OF_END] != ' '
        || (stored[CRC_END] != PLAIN && stored[CRC_END] != GZIP)) {
      throw new Refused("schema");
    }
    for (int i = 0; i < name.length; i++) {
      if (stored[KEY_START + i] != name[i]) {
        throw new Refused("key");
      }
    }
    if (stored[bodyStart - 1] != '\n') {
      throw new Refused("key");
    }
    long version = number(stored, VERSION_START, VERSION_END, 10);
    long asOfMs = number(stored, AS_OF_START, AS_OF_END, 10);
    long crc = number(stored, CRC_START, CRC_END, 16);
    ByteBuffer rest = ByteBuffer.wrap(stored, bodyStart, stored.length - bodyStart);
    if (crc != checksum(name, version, asOfMs, stored[CRC_END], rest)) {
      throw new Refused("checksum");
    }
    byte[] body = Arrays.copyOfRange(stored, bodyStart, stored.length);
    return new StoredDocument(
        expected, version, asOfMs, stored[CRC_END] == GZIP ? unpacked(body) : body);
  }

  private static byte[] unpacked(byte[] body) throws Refused {
    try {
      return Gzip.decode(body, MAX_BODY);
    } catch (IOException notOurs) {
      throw new Refused("coding");
    }
  }

  private static long number(byte[] bytes, int from, int to, int radix) throws Refused {
    long value = 0;
    for (int i = from; i < to; i++) {
      int digit = Character.digit(bytes[i], radix);
      if (digit < 0 || value > (Long.MAX_VALUE - digit) / radix) {
        throw new Refused("schema");
      }
      value = value * radix + digit;
    }
    return value;
  }

  private static long checksum(
      byte[] name, long version, long asOfMs, byte coding, ByteBuffer body) {
    CRC32C crc = new CRC32C();
    crc.update(name);
    crc.update(ByteBuffer.allocate(16).putLong(version).putLong(asOfMs).flip());
    if (coding != PLAIN) { // so that plain ones are what they were before there were others
      crc.update(coding);
    }
    crc.update(body);
    return crc.getValue();
  }
}
