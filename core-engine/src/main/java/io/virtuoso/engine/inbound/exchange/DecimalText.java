package io.virtuoso.engine.inbound.exchange;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Scale;

/**
 * A decimal number as JSON writes it, bare or in quotes: {@code mantissa · 10^-scale}, with the
 * fraction's trailing zeros stripped. This is the careful reader; {@link JsonCursor} has a faster
 * one for the shapes that make up nearly all of the traffic.
 */
final class DecimalText {
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT = 99;
  private static final long LIMIT = Scale.power(MAX_DIGITS);

  private long mantissa;
  private int scale;
  private boolean negative;
  private int places;

  /** The digits without sign; below 10^18. */
  long mantissa() {
    return mantissa;
  }

  /** Decimal places, 0 to 18 after an exact reading. */
  int scale() {
    return scale;
  }

  /** Decimal places as written, trailing zeros counted; {@link #scale} after an exponent. */
  int places() {
    return places;
  }

  boolean negative() {
    return negative;
  }

  /** The nearest double, or its neighbour when the mantissa is 2^53 or more. */
  double toDouble() {
    double value =
        scale < 0 || scale > MAX_DIGITS
            ? mantissa * Math.pow(10, -scale)
            : Scale.toDouble(mantissa, scale);
    return negative ? -value : value;
  }

  /**
   * Reads a number that must be kept whole.
   *
   * @return the position behind it
   */
  int readExact(byte[] text, int from, int end) {
    int next = read(text, from, end, true);
    while (scale > 0 && mantissa % 10 == 0) { // 150e-1
      mantissa /= 10;
      scale--;
    }
    if (scale < 0) {
      if (scale < -MAX_DIGITS || mantissa >= Scale.power(MAX_DIGITS + scale)) {
        throw MalformedFrameException.INSTANCE;
      }
      mantissa *= Scale.power(-scale);
      scale = 0;
    }
    if (scale > Instrument.MAX_SCALE) {
      throw MalformedFrameException.INSTANCE;
    }
    return next;
  }

  /**
   * Reads a number that will be a double anyway: digits past the 18th count as zeros.
   *
   * @return the position behind it
   */
  int readRounded(byte[] text, int from, int end) {
    return read(text, from, end, false);
  }

  private int read(byte[] text, int from, int end, boolean exact) {
    boolean quoted = from < end && text[from] == '"';
    int p = quoted ? from + 1 : from;
    negative = p < end && text[p] == '-';
    p = negative ? p + 1 : p;
    mantissa = 0;
    scale = 0;
    places = 0;
    int start = p;
    while (JsonGrammar.isDigit(text, p, end)) {
      append(text[p++] - '0', 0, exact);
    }
    if (p == start || (text[start] == '0' && p > start + 1)) {
      throw MalformedFrameException.INSTANCE;
    }
    if (p < end && text[p] == '.') {
      int point = p;
      p = readFraction(text, p + 1, end, exact);
      places = p - point - 1;
    }
    if (p < end && (text[p] | 0x20) == 'e') {
      p = readExponent(text, p + 1, end);
      places = Math.max(0, scale);
    }
    if (mantissa == 0) {
      scale = 0;
    }
    if (!quoted) {
      return p;
    }
    if (p >= end || text[p] != '"') {
      throw MalformedFrameException.INSTANCE;
    }
    return p + 1;
  }

  private int readFraction(byte[] text, int from, int end, boolean exact) {
    int p = from;
    int zeros = 0;
    while (JsonGrammar.isDigit(text, p, end)) {
      int digit = text[p++] - '0';
      if (digit == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 0; zeros--) {
        append(0, 1, exact);
      }
      append(digit, 1, exact);
    }
    if (p == from) {
      throw MalformedFrameException.INSTANCE;
    }
    return p;
  }

  private int readExponent(byte[] text, int from, int end) {
    int p = from;
    int sign = p < end && text[p] == '-' ? -1 : 1;
    if (p < end && (text[p] == '-' || text[p] == '+')) {
      p++;
    }
    int start = p;
    int exponent = 0;
    while (JsonGrammar.isDigit(text, p, end)) {
      exponent = exponent * 10 + text[p++] - '0';
      if (exponent > MAX_EXPONENT) {
        throw MalformedFrameException.INSTANCE;
      }
    }
    if (p == start) {
      throw MalformedFrameException.INSTANCE;
    }
    scale -= sign * exponent;
    return p;
  }

  private void append(int digit, int places, boolean exact) {
    if (mantissa < LIMIT / 10) {
      mantissa = mantissa * 10 + digit;
      scale += places;
    } else if (exact) {
      throw MalformedFrameException.INSTANCE;
    } else {
      scale -= 1 - places;
    }
  }
}
