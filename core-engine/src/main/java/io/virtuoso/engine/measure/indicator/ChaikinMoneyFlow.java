package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** Chaikin money flow, −1 to 1; NaN also while nothing was traded in the period. */
public final class ChaikinMoneyFlow implements BarIndicator {
  private final int period;
  private final Window flows;
  private final Window volumes;
  private double tailFlow;
  private double tailVolume;
  private double value = Double.NaN;

  public ChaikinMoneyFlow(int period) {
    this.period = period;
    this.flows = new Window(period);
    this.volumes = new Window(period);
  }

  @Override
  public double update(BarView closed) {
    if (Bars.hasVolume(closed)) {
      value = peek(closed);
      flows.add(Bars.moneyFlow(closed));
      volumes.add(closed.volume());
      tailFlow = flows.sum(period - 1);
      tailVolume = volumes.sum(period - 1);
    }
    return value;
  }

  @Override
  public double peek(BarView open) {
    if (!Bars.hasVolume(open)) {
      return value;
    }
    double volume = tailVolume + open.volume();
    if (flows.size() < period - 1 || volume == 0) {
      return Double.NaN;
    }
    return (tailFlow + Bars.moneyFlow(open)) / volume;
  }

  @Override
  public double value() {
    return value;
  }
}
