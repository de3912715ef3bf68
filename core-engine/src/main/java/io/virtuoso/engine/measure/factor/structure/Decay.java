package io.virtuoso.engine.measure.factor.structure;

/** How old evidence fades. */
final class Decay {
  private static final double LN_2 = 0.6931471805599453;

  private Decay() {}

  /** 1 for age 0, ½ after one half-life. */
  static double halving(int age, double halfLife) {
    return StrictMath.exp(-age / halfLife * LN_2);
  }
}
