package io.virtuoso.model.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StoredDocumentTest {
  private static final DocumentKey KEY = new DocumentKey("confluence/BTCUSDT");
  private static final byte[] COMPRESSED =
      new StoredDocument(KEY, 7, 8, digits(StoredDocument.COMPRESS_ABOVE + 1, 1)).encode();

  @Property(tries = 200)
  void readsBackWhatItWrote(
      @ForAll @LongRange(min = 0) long version,
      @ForAll @LongRange(min = 0) long asOfMs,
      @ForAll byte[] body)
      throws StoredDocument.Refused {
    StoredDocument read =
        StoredDocument.decode(KEY, new StoredDocument(KEY, version, asOfMs, body).encode());
    assertThat(read.version()).isEqualTo(version);
    assertThat(read.asOfMs()).isEqualTo(asOfMs);
    assertThat(read.body()).isEqualTo(body);
  }

  @Property(tries = 500)
  void refusesEveryChangedByte(@ForAll @IntRange(min = 0, max = 200) int at, @ForAll byte to) {
    byte[] stored =
        new StoredDocument(
                KEY, 7, 8, "{\"data\":{\"score\":71.5}}".getBytes(StandardCharsets.UTF_8))
            .encode();
    int index = at % stored.length;
    if (stored[index] == to || sameHexDigit(stored, index, to)) {
      return;
    }
    stored[index] = to;
    assertThatThrownBy(() -> StoredDocument.decode(KEY, stored))
        .isInstanceOf(StoredDocument.Refused.class);
  }

  /** The checksum's digits may be written in either case. */
  private static boolean sameHexDigit(byte[] stored, int index, byte to) {
    return index >= 46 && index < 54 && Character.toLowerCase(to) == stored[index];
  }

  @Test
  void refusesAnotherKeyOfTheSameLength() {
    byte[] stored =
        new StoredDocument(new DocumentKey("confluence/ETHUSDT"), 1, 1, new byte[] {'{', '}'})
            .encode();
    assertThatThrownBy(() -> StoredDocument.decode(KEY, stored))
        .isInstanceOfSatisfying(
            StoredDocument.Refused.class, refused -> assertThat(refused.code()).isEqualTo("key"));
  }

  @Test
  void refusesForeignAndCutBytes() {
    byte[] stored = new StoredDocument(KEY, 1, 1, new byte[100]).encode();
    for (int length = 0; length < stored.length; length++) {
      byte[] cut = Arrays.copyOf(stored, length);
      assertThatThrownBy(() -> StoredDocument.decode(KEY, cut))
          .isInstanceOf(StoredDocument.Refused.class);
    }
    byte[] javaSerialised = {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r'};
    assertThatThrownBy(() -> StoredDocument.decode(KEY, javaSerialised))
        .isInstanceOf(StoredDocument.Refused.class);
  }

  @Test
  void versionsStandAtTheirFixedPlace() {
    byte[] stored = new StoredDocument(KEY, 1732271465123004L, 1, new byte[0]).encode();
    assertThat(
            new String(
                stored,
                StoredDocument.VERSION_START,
                StoredDocument.VERSION_END - StoredDocument.VERSION_START,
                StandardCharsets.US_ASCII))
        .isEqualTo("00001732271465123004");
  }

  @Property(tries = 30)
  void longBodiesAreStoredCompressedAndReadBackWhole(
      @ForAll @IntRange(min = -2, max = 100_000) int beyond, @ForAll long seed)
      throws StoredDocument.Refused {
    byte[] body = digits(StoredDocument.COMPRESS_ABOVE + beyond, seed);
    byte[] stored = new StoredDocument(KEY, 9, 10, body).encode();
    StoredDocument read = StoredDocument.decode(KEY, stored);
    assertThat(read.body()).isEqualTo(body);
    assertThat(read.version()).isEqualTo(9);
    assertThat(read.beginning()).isEqualTo(Arrays.copyOf(stored, StoredDocument.VERSION_END));
    if (beyond > 0) { // ten different digits are 3.3 bits each
      assertThat(stored.length).isLessThan(body.length * 2 / 3);
    } else {
      assertThat(stored.length).isGreaterThan(body.length);
    }
  }

  @Property(tries = 300)
  void refusesEveryChangedByteOfACompressedOne(
      @ForAll @IntRange(min = 0, max = 100_000) int at, @ForAll byte to) {
    byte[] stored = COMPRESSED.clone();
    int index = at % stored.length;
    if (stored[index] == to || sameHexDigit(stored, index, to)) {
      return;
    }
    stored[index] = to;
    assertThatThrownBy(() -> StoredDocument.decode(KEY, stored))
        .isInstanceOf(StoredDocument.Refused.class);
  }

  @Test
  void unpacksNoMoreThanADocumentMayHold() throws StoredDocument.Refused {
    byte[] longest = new StoredDocument(KEY, 1, 1, new byte[StoredDocument.MAX_BODY]).encode();
    assertThat(StoredDocument.decode(KEY, longest).body()).hasSize(StoredDocument.MAX_BODY);
    byte[] bomb = new StoredDocument(KEY, 1, 1, new byte[StoredDocument.MAX_BODY + 1]).encode();
    assertThatThrownBy(() -> StoredDocument.decode(KEY, bomb))
        .isInstanceOfSatisfying(
            StoredDocument.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo("coding"));
  }

  private static byte[] digits(int length, long seed) {
    byte[] digits = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      digits[i] = (byte) ('0' + random.nextInt(10));
    }
    return digits;
  }
}
