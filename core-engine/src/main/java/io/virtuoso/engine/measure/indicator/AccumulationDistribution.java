package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** The accumulation/distribution line, in base currency since the first bar, which counts. */
public final class AccumulationDistribution implements RunningTotal {
  private double total;
  private boolean seen;

  @Override
  public double update(BarView closed) {
    if (Bars.hasVolume(closed)) {
      total += Bars.moneyFlow(closed);
      seen = true;
    }
    return value();
  }

  @Override
  public double peek(BarView open) {
    return Bars.hasVolume(open) ? total + Bars.moneyFlow(open) : value();
  }

  @Override
  public double value() {
    return seen ? total : Double.NaN;
  }

  @Override
  public double step(BarView bar) {
    return Bars.hasVolume(bar) ? Bars.moneyFlow(bar) : Double.NaN;
  }
}
