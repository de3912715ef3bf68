package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** Williams %R, −100 to 0 points; −50 where there is no range to stand in. */
public final class WilliamsR implements BarIndicator {
  private final PriceRange range;
  private double value = Double.NaN;

  public WilliamsR(int period) {
    range = new PriceRange(period);
  }

  @Override
  public double update(BarView closed) {
    if (Bars.isFinite(closed)) {
      range.update(closed);
      value = standing(closed.close());
    }
    return value;
  }

  @Override
  public double peek(BarView open) {
    if (!Bars.isFinite(open)) {
      return value;
    }
    range.look(open);
    return standing(open.close());
  }

  @Override
  public double value() {
    return value;
  }

  private double standing(double close) {
    return 100 * range.position(close) - 100;
  }
}
