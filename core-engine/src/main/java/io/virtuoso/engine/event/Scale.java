package io.virtuoso.engine.event;

/** Powers of ten for numbers counted in ticks and lots. */
public final class Scale {
  private static final long[] POWER = new long[19];
  private static final double[] DOUBLE_POWER = new double[19];

  static {
    long power = 1;
    for (int i = 0; i < POWER.length; i++) {
      POWER[i] = power;
      DOUBLE_POWER[i] = power;
      power *= 10;
    }
  }

  private Scale() {}

  /** {@code 10^exponent}, for 0 to 18. */
  public static long power(int exponent) {
    return POWER[exponent];
  }

  /**
   * {@code units · 10^-scale}; correctly rounded while {@code |units| < 2^53}, because both
   * operands are then exact.
   */
  public static double toDouble(long units, int scale) {
    return units / DOUBLE_POWER[scale];
  }

  /**
   * {@code units} counted in a finer scale.
   *
   * @throws ArithmeticException when the result does not fit
   */
  public static long rescale(long units, int from, int to) {
    return from == to ? units : Math.multiplyExact(units, POWER[to - from]);
  }
}
