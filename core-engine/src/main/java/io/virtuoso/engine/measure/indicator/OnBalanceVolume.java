package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** On-balance volume, in base currency; 0 at the first bar. */
public final class OnBalanceVolume implements RunningTotal {
  private double total;
  private double lastClose = Double.NaN;

  @Override
  public double update(BarView closed) {
    if (Bars.hasVolume(closed)) {
      total += Double.isNaN(lastClose) ? 0 : step(closed);
      lastClose = closed.close();
    }
    return value();
  }

  @Override
  public double peek(BarView open) {
    if (!Bars.hasVolume(open)) {
      return value();
    }
    return total + (Double.isNaN(lastClose) ? 0 : step(open));
  }

  @Override
  public double value() {
    return Double.isNaN(lastClose) ? Double.NaN : total;
  }

  @Override
  public double step(BarView bar) {
    return Bars.hasVolume(bar) ? Math.signum(bar.close() - lastClose) * bar.volume() : Double.NaN;
  }
}
