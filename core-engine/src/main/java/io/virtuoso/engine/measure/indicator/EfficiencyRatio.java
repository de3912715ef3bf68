package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/**
 * Kaufman's efficiency ratio with its sign: the way the close went over the period, as a share of
 * the way it took. −1 to 1; 0 in a market that did not move.
 */
public final class EfficiencyRatio implements BarIndicator {
  private final int period;
  private final Window closes;
  private double tail;
  private double value = Double.NaN;

  public EfficiencyRatio(int period) {
    this.period = period;
    this.closes = new Window(period);
  }

  @Override
  public double update(BarView closed) {
    double close = closed.close();
    if (Double.isFinite(close)) {
      value = peek(closed);
      closes.add(close);
      tail = 0;
      for (int age = closes.size() - 2; age >= 0; age--) {
        tail += Math.abs(closes.get(age) - closes.get(age + 1));
      }
    }
    return value;
  }

  @Override
  public double peek(BarView open) {
    double close = open.close();
    if (!Double.isFinite(close)) {
      return value;
    }
    if (closes.size() < period) {
      return Double.NaN;
    }
    double path = tail + Math.abs(close - closes.get(0));
    return path == 0 ? 0 : (close - closes.get(period - 1)) / path;
  }

  @Override
  public double value() {
    return value;
  }
}
