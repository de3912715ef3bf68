package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/**
 * Commodity channel index of the typical price, in points; 0 in a market that did not move. Looks
 * at each bar of its period once per answer, because the mean deviation cannot be carried along.
 */
public final class Cci implements BarIndicator {
  private static final double LAMBERT = 0.015;

  private final int period;
  private final Window prices;
  private double value = Double.NaN;

  public Cci(int period) {
    this.period = period;
    this.prices = new Window(period);
  }

  @Override
  public double update(BarView closed) {
    if (Bars.isFinite(closed)) {
      value = peek(closed);
      prices.add(Bars.typicalPrice(closed));
    }
    return value;
  }

  @Override
  public double peek(BarView open) {
    if (!Bars.isFinite(open)) {
      return value;
    }
    if (prices.size() < period - 1) {
      return Double.NaN;
    }
    double price = Bars.typicalPrice(open);
    double offsets = 0; // against the newest price, so that equal prices give exactly nothing
    for (int age = 0; age < period - 1; age++) {
      offsets += prices.get(age) - price;
    }
    double mean = offsets / period;
    double deviation = Math.abs(mean);
    for (int age = 0; age < period - 1; age++) {
      deviation += Math.abs(prices.get(age) - price - mean);
    }
    return deviation == 0 ? 0 : -mean / (LAMBERT * deviation / period);
  }

  @Override
  public double value() {
    return value;
  }
}
