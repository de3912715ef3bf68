package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * Swing highs and lows clustered into levels by price. A level under the price is support, one
 * above it resistance, whichever kind of swing made it. The accessors answer for the bar last given
 * to {@link #look} or {@link #update}.
 */
public final class SwingLevels {
  private static final int CAPACITY = 32;
  private static final double RADIUS_IN_ATR = 0.5;

  /** A level is a mean; within this many ATR of the price it is at the price. */
  private static final double ROUNDING = 1e-9;

  private final Swings swings;
  private final LevelSet closed = new LevelSet(CAPACITY);
  private final LevelSet scratch = new LevelSet(CAPACITY);
  private LevelSet seen = closed;

  /** The logarithm of a level's weight, {@code 1 − 2^−touches}, by touches. */
  private final double[] logWeights = new double[32];

  private double support = Double.NaN;
  private double resistance = Double.NaN;
  private double supportStrength;
  private double resistanceStrength;

  /**
   * @param window bars of the swing window, odd
   */
  public SwingLevels(int window) {
    swings = new Swings(window);
    for (int touches = 0; touches < logWeights.length; touches++) {
      logWeights[touches] = StrictMath.log1p(-1.0 / (1L << touches));
    }
  }

  /**
   * Keeps a closed bar.
   *
   * @param atr quote currency, with this bar in it; not a number while unknown
   */
  public void update(BarView bar, double atr) {
    addSwings(closed, bar, atr);
    swings.update(bar);
    seen = closed;
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open, double atr) {
    seen = closed;
    if (open != null && confirmsAny(open)) {
      scratch.copy(closed);
      addSwings(scratch, open, atr);
      seen = scratch;
    }
  }

  /**
   * Weighs the levels around a price: a level counts {@code (1 − 2^−touches)·e^(−distance/ATR)},
   * and on each side the strongest one stands for all. A level at the price counts for both sides.
   *
   * @param atr quote currency, above 0
   */
  public void weigh(double price, double atr) {
    double below = Double.NEGATIVE_INFINITY;
    double above = Double.NEGATIVE_INFINITY;
    double atPrice = ROUNDING * atr;
    support = Double.NaN;
    resistance = Double.NaN;
    for (int level = 0; level < seen.size(); level++) {
      double distance = price - seen.price(level);
      double strength =
          logWeights[Math.min(seen.touches(level), logWeights.length - 1)]
              - Math.abs(distance) / atr;
      if (distance >= -atPrice && strength > below) {
        below = strength;
        support = seen.price(level);
      }
      if (distance <= atPrice && strength > above) {
        above = strength;
        resistance = seen.price(level);
      }
    }
    supportStrength = StrictMath.exp(below);
    resistanceStrength = StrictMath.exp(above);
  }

  /** The strongest level at or under the price, in quote currency, or NaN. */
  public double support() {
    return support;
  }

  /** The strongest level at or above the price, in quote currency, or NaN. */
  public double resistance() {
    return resistance;
  }

  /** 0 (none) to 1. */
  public double supportStrength() {
    return supportStrength;
  }

  /** 0 (none) to 1. */
  public double resistanceStrength() {
    return resistanceStrength;
  }

  private void addSwings(LevelSet levels, BarView bar, double atr) {
    double radius = atr > 0 ? RADIUS_IN_ATR * atr : 0;
    if (confirmsAny(bar)) {
      levels.touch(swings.confirmedHigh(bar), swings.confirmedLow(bar), radius);
    }
  }

  private boolean confirmsAny(BarView bar) {
    return !(Double.isNaN(swings.confirmedHigh(bar)) && Double.isNaN(swings.confirmedLow(bar)));
  }
}
