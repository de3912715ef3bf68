package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.model.Interval;
import java.util.List;

/**
 * One interval on which candle factors are read.
 *
 * @param weight its share in the blend, above 0
 * @param barsNeeded closed bars below which it is not read, at least 50
 */
public record Timeframe(Interval interval, double weight, int barsNeeded) {
  /** Base, low, mid and high; the base comes first. */
  public static final List<Timeframe> DEFAULTS =
      List.of(
          new Timeframe(Interval.ONE_MINUTE, 0.40, 100),
          new Timeframe(Interval.FIVE_MINUTES, 0.30, 50),
          new Timeframe(Interval.THIRTY_MINUTES, 0.20, 50),
          new Timeframe(Interval.FOUR_HOURS, 0.10, 50));

  /** Bars: the slow mean, the range, and thirty slopes of twenty bars. */
  private static final int LONGEST_WINDOW = 50;

  public Timeframe {
    if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("a weight is above 0, not " + weight);
    }
    if (barsNeeded < LONGEST_WINDOW) {
      throw new IllegalArgumentException("at least 50 bars are needed, not " + barsNeeded);
    }
  }
}
