package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/**
 * Wilder's relative strength index of the close, 0 to 100 points. A market that never moved stands
 * at 50: neither side was stronger.
 */
public final class Rsi implements BarIndicator {
  private final Ema gains;
  private final Ema losses;
  private double lastClose = Double.NaN;

  public Rsi(int period) {
    gains = Ema.wilder(period);
    losses = Ema.wilder(period);
  }

  @Override
  public double update(BarView closed) {
    double close = closed.close();
    if (Double.isFinite(close)) {
      double change = close - lastClose; // NaN for the first bar, which the averages skip
      gains.update(gain(change));
      losses.update(gain(-change));
      lastClose = close;
    }
    return value();
  }

  @Override
  public double peek(BarView open) {
    double change = open.close() - lastClose;
    return strength(gains.peek(gain(change)), losses.peek(gain(-change)));
  }

  @Override
  public double value() {
    return strength(gains.value(), losses.value());
  }

  private static double gain(double change) {
    return Math.max(change, 0.0); // keeps a NaN a NaN
  }

  private static double strength(double gain, double loss) {
    double movement = gain + loss;
    return movement == 0 ? 50 : 100 * gain / movement;
  }
}
