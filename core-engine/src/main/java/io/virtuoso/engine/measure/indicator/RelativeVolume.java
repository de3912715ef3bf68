package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/**
 * A bar's volume as a multiple of the mean volume of the bars before it; NaN also where those had
 * none. A bar in progress counts with what it has so far.
 */
public final class RelativeVolume implements BarIndicator {
  private final int period;
  private final Window volumes;
  private double total;
  private double value = Double.NaN;

  public RelativeVolume(int period) {
    this.period = period;
    this.volumes = new Window(period);
  }

  @Override
  public double update(BarView closed) {
    if (Double.isFinite(closed.volume())) {
      value = peek(closed);
      volumes.add(closed.volume());
      total = volumes.sum(period);
    }
    return value;
  }

  @Override
  public double peek(BarView open) {
    if (!Double.isFinite(open.volume())) {
      return value;
    }
    boolean known = volumes.size() == period && total > 0;
    return known ? open.volume() * period / total : Double.NaN;
  }

  @Override
  public double value() {
    return value;
  }
}
