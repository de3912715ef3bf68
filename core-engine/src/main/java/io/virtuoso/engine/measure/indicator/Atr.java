package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** Wilder's average true range, in quote currency. */
public final class Atr implements BarIndicator {
  private final Ema ranges;
  private double lastClose = Double.NaN;

  public Atr(int period) {
    ranges = Ema.wilder(period);
  }

  @Override
  public double update(BarView closed) {
    double range = trueRange(closed, lastClose);
    if (Double.isFinite(range) && Double.isFinite(closed.close())) {
      ranges.update(range);
      lastClose = closed.close();
    }
    return value();
  }

  @Override
  public double peek(BarView open) {
    double range = trueRange(open, lastClose);
    return Double.isFinite(open.close()) ? ranges.peek(range) : value();
  }

  @Override
  public double value() {
    return ranges.value();
  }

  /** The bar's range, with the gap from the close before it where there was one. */
  static double trueRange(BarView bar, double lastClose) {
    if (Double.isNaN(lastClose)) {
      return bar.high() - bar.low();
    }
    return Math.max(bar.high(), lastClose) - Math.min(bar.low(), lastClose);
  }
}
