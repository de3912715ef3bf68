package io.virtuoso.engine.market.candle;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Non-negative 128-bit integers in two longs, for exact sums of ticks times lots. */
final class QuoteSum {
  private static final double TWO_TO_64 = 0x1p64;

  private QuoteSum() {}

  /** The carry of {@code a + b}, both unsigned. */
  static long carry(long a, long b) {
    return Long.compareUnsigned(a + b, a) < 0 ? 1 : 0;
  }

  static BigInteger toBigInteger(long high, long low) {
    BigInteger unsigned =
        BigInteger.valueOf(low >>> 1).shiftLeft(1).or(BigInteger.valueOf(low & 1));
    return BigInteger.valueOf(high).shiftLeft(64).add(unsigned);
  }

  static BigDecimal toDecimal(long high, long low, int scale) {
    return new BigDecimal(toBigInteger(high, low), scale);
  }

  static double toDouble(long high, long low, int scale) {
    double unsigned = high * TWO_TO_64 + (low >>> 1) * 2.0 + (low & 1);
    return unsigned / Math.pow(10, scale);
  }

  /**
   * The upper half of a number.
   *
   * @throws ArithmeticException when it does not fit
   */
  static long high(BigInteger value) {
    if (value.signum() < 0 || value.bitLength() > 127) {
      throw new ArithmeticException("not a 127-bit number");
    }
    return value.shiftRight(64).longValue();
  }
}
