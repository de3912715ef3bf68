package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/**
 * Swing highs and lows: the middle bar of an odd window stands above (below) all bars before it and
 * is not passed by those after it. Of equal bars the first one counts, so a flat market has none.
 */
public final class Swings {
  private final int half;
  private final Window highs;
  private final Window lows;

  /**
   * @param window bars, an odd number; the swing is confirmed when the last of them closes
   */
  public Swings(int window) {
    if (window < 3 || window % 2 == 0) {
      throw new IllegalArgumentException("a swing needs an odd window of 3 or more, not " + window);
    }
    half = window / 2;
    highs = new Window(window - 1);
    lows = new Window(window - 1);
  }

  /** Keeps a closed bar. */
  public void update(BarView closed) {
    if (Bars.isFinite(closed)) {
      highs.add(closed.high());
      lows.add(closed.low());
    }
  }

  /** The swing high, in quote currency, that this bar would confirm if it came next, or NaN. */
  public double confirmedHigh(BarView next) {
    return Bars.isFinite(next) ? confirmed(highs, next.high(), 1) : Double.NaN;
  }

  /** The swing low, in quote currency, that this bar would confirm if it came next, or NaN. */
  public double confirmedLow(BarView next) {
    return Bars.isFinite(next) ? confirmed(lows, next.low(), -1) : Double.NaN;
  }

  private double confirmed(Window prices, double next, int side) {
    if (prices.size() < 2 * half) {
      return Double.NaN;
    }
    double middle = prices.get(half - 1);
    boolean stands = side * middle >= side * next;
    for (int age = 0; age < half - 1 && stands; age++) {
      stands = side * middle >= side * prices.get(age);
    }
    for (int age = half; age < 2 * half && stands; age++) {
      stands = side * middle > side * prices.get(age);
    }
    return stands ? middle : Double.NaN;
  }
}
