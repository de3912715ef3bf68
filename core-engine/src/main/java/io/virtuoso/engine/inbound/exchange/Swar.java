package io.virtuoso.engine.inbound.exchange;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of text at a time in one {@code long}, the first byte lowest.
 *
 * <p>A mask has the top bit of each byte that it marks; only its lowest mark is exact, because
 * borrows run upwards.
 */
public final class Swar {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long ZEROS = '0' * ONES;
  private static final long ABOVE_NINE = (0x80 - '9' - 1) * ONES;
  private static final long DIGIT = 0x0F * ONES;

  private Swar() {}

  /** The eight bytes at {@code at}; what lies beyond the array reads as zero. */
  static long load(byte[] text, int at) {
    return at <= text.length - Long.BYTES ? (long) LONGS.get(text, at) : loadTail(text, at);
  }

  private static long loadTail(byte[] text, int at) {
    long word = 0;
    for (int i = text.length - 1; i >= at; i--) {
      word = (word << 8) | (text[i] & 0xFF);
    }
    return word;
  }

  /** The lowest {@code count} bytes, 0 to 8. */
  static long first(long word, int count) {
    return count == Long.BYTES ? word : word & ((1L << (count << 3)) - 1);
  }

  /** The index of the lowest marked byte; 8 when there is none. */
  static int index(long mask) {
    return Long.numberOfTrailingZeros(mask) >>> 3;
  }

  /** Marks what ends the plain part of a string: quote, backslash, control character. */
  static long stringStops(long word) {
    return equal(word, QUOTES) | equal(word, BACKSLASHES) | ((word - SPACES) & ~word & TOPS);
  }

  static long nonDigits(long word) {
    return ((word + ABOVE_NINE) | (word - ZEROS)) & TOPS;
  }

  /** The values of eight digit characters, one in each byte. */
  static long digits(long word) {
    return word & DIGIT;
  }

  /** The number that eight digit values spell, the first digit lowest. */
  static long eightDigits(long digits) {
    long pairs = (digits * (1 + (10 << 8))) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * (1 + (100L << 16))) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * (1 + (10_000L << 32))) >>> 32;
  }

  /** Where {@code wanted} first stands in {@code text[from … to)}; {@code to} when nowhere. */
  public static int find(byte wanted, byte[] text, int from, int to) {
    long pattern = (wanted & 0xFF) * ONES;
    int at = from;
    for (; at <= to - Long.BYTES; at += Long.BYTES) {
      long mask = equal((long) LONGS.get(text, at), pattern);
      if (mask != 0) {
        return at + index(mask);
      }
    }
    while (at < to && text[at] != wanted) {
      at++;
    }
    return at;
  }

  private static long equal(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - ONES) & ~difference & TOPS;
  }
}
