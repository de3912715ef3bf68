package io.virtuoso.engine.inbound.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Known words, told apart by one multiplication: a perfect hash, verified by comparison. A word's
 * number is its place in the list that the table was made from.
 */
public final class NameTable {
  /** Not one of the words. */
  public static final int UNKNOWN = -1;

  private static final int BITS = 9;

  private final byte[][] names;
  private final long[] keys;
  private final byte[] slots = new byte[1 << BITS];
  private final long multiplier;

  private NameTable(List<String> words) {
    if (words.size() > Byte.MAX_VALUE) {
      throw new IllegalArgumentException("too many words");
    }
    names = new byte[words.size()][];
    keys = new long[names.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = words.get(i).getBytes(StandardCharsets.US_ASCII);
      keys[i] = key(names[i], 0, names[i].length);
    }
    if (Arrays.stream(keys).distinct().count() < keys.length) {
      throw new IllegalArgumentException("words that look the same: " + words);
    }
    SplittableRandom candidates = new SplittableRandom(names.length);
    long candidate = candidates.nextLong();
    while (!isPerfect(candidate)) {
      candidate = candidates.nextLong();
    }
    multiplier = candidate;
  }

  public static NameTable of(String... words) {
    return new NameTable(List.of(words));
  }

  public static NameTable of(Collection<String> words) {
    return new NameTable(List.copyOf(words));
  }

  /** The number of a word shorter than 8 bytes, given as one word with zeros behind. */
  int find(long word) {
    int candidate = slots[slot(word, multiplier)];
    return candidate >= 0 && keys[candidate] == word ? candidate : UNKNOWN;
  }

  /** The number of the word at {@code text[offset … offset + length)}. */
  public int find(byte[] text, int offset, int length) {
    int candidate = slots[slot(key(text, offset, length), multiplier)];
    if (candidate < 0) {
      return UNKNOWN;
    }
    byte[] name = names[candidate];
    return Arrays.equals(name, 0, name.length, text, offset, offset + length) ? candidate : UNKNOWN;
  }

  private boolean isPerfect(long candidate) {
    Arrays.fill(slots, (byte) UNKNOWN);
    for (int i = 0; i < keys.length; i++) {
      int slot = slot(keys[i], candidate);
      if (slots[slot] != UNKNOWN) {
        return false;
      }
      slots[slot] = (byte) i;
    }
    return true;
  }

  private static int slot(long key, long multiplier) {
    return (int) ((key * multiplier) >>> (Long.SIZE - BITS));
  }

  private static long key(byte[] text, int offset, int length) {
    long head = Swar.load(text, offset);
    if (length <= Long.BYTES) {
      return Swar.first(head, length);
    }
    return head * 31 + Swar.load(text, offset + length - Long.BYTES) + length;
  }
}
