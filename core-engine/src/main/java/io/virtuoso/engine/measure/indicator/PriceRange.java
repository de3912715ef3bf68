package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * Highest high and lowest low of the last bars, in quote currency. The accessors answer for the bar
 * last given to {@link #look} or {@link #update}.
 */
public final class PriceRange {
  private final int period;
  private final Window highs;
  private final Window lows;
  private double tailHigh = Double.NEGATIVE_INFINITY;
  private double tailLow = Double.POSITIVE_INFINITY;
  private double closedHigh = Double.NaN;
  private double closedLow = Double.NaN;
  private double high = Double.NaN;
  private double low = Double.NaN;

  public PriceRange(int period) {
    this.period = period;
    this.highs = new Window(period);
    this.lows = new Window(period);
  }

  /** Keeps a closed bar. */
  public void update(BarView closed) {
    if (!Bars.isFinite(closed)) {
      return;
    }
    look(closed);
    closedHigh = high;
    closedLow = low;
    highs.add(closed.high());
    lows.add(closed.low());
    tailHigh = Double.NEGATIVE_INFINITY;
    tailLow = Double.POSITIVE_INFINITY;
    for (int age = Math.min(period - 1, highs.size()) - 1; age >= 0; age--) {
      tailHigh = Math.max(tailHigh, highs.get(age));
      tailLow = Math.min(tailLow, lows.get(age));
    }
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    if (open == null || !Bars.isFinite(open)) {
      high = closedHigh;
      low = closedLow;
    } else if (highs.size() >= period - 1) {
      high = Math.max(tailHigh, open.high());
      low = Math.min(tailLow, open.low());
    }
  }

  /** Highest high, or NaN until the period is full. */
  public double high() {
    return high;
  }

  /** Lowest low, or NaN until the period is full. */
  public double low() {
    return low;
  }

  /**
   * Where a price stands in the range.
   *
   * @return 0 at the low or under it, 1 at the high or over it, ½ where there is no range
   */
  public double position(double price) {
    return high == low ? 0.5 : Math.clamp((price - low) / (high - low), 0.0, 1.0);
  }
}
