package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * Wilder's directional movement: +DI, −DI and their strength ADX, each 0 to 100 points. The
 * accessors answer for the bar last given to {@link #look} or {@link #update}.
 */
public final class DirectionalMovement {
  private final Ema upward;
  private final Ema downward;
  private final Ema range;
  private final Ema strength;
  private double lastHigh = Double.NaN;
  private double lastLow = Double.NaN;
  private double lastClose = Double.NaN;
  private double plusDi = Double.NaN;
  private double minusDi = Double.NaN;
  private double adx = Double.NaN;

  public DirectionalMovement(int period) {
    upward = Ema.wilder(period);
    downward = Ema.wilder(period);
    range = Ema.wilder(period);
    strength = Ema.wilder(period);
  }

  /** Keeps a closed bar. */
  public void update(BarView closed) {
    if (!Bars.isFinite(closed)) {
      return;
    }
    if (!Double.isNaN(lastClose)) {
      upward.update(movement(closed.high() - lastHigh, lastLow - closed.low()));
      downward.update(movement(lastLow - closed.low(), closed.high() - lastHigh));
      range.update(Atr.trueRange(closed, lastClose));
      indices(upward.value(), downward.value(), range.value());
      strength.update(directionalIndex());
      adx = strength.value();
    }
    lastHigh = closed.high();
    lastLow = closed.low();
    lastClose = closed.close();
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    if (open == null || !Bars.isFinite(open) || Double.isNaN(lastClose)) {
      indices(upward.value(), downward.value(), range.value());
      adx = strength.value();
      return;
    }
    double up = open.high() - lastHigh;
    double down = lastLow - open.low();
    indices(
        upward.peek(movement(up, down)),
        downward.peek(movement(down, up)),
        range.peek(Atr.trueRange(open, lastClose)));
    adx = strength.peek(directionalIndex());
  }

  public double plusDi() {
    return plusDi;
  }

  public double minusDi() {
    return minusDi;
  }

  public double adx() {
    return adx;
  }

  private static double movement(double own, double other) {
    return own > other && own > 0 ? own : 0;
  }

  private void indices(double up, double down, double trueRange) {
    plusDi = trueRange == 0 ? 0 : 100 * up / trueRange;
    minusDi = trueRange == 0 ? 0 : 100 * down / trueRange;
  }

  private double directionalIndex() {
    double sum = plusDi + minusDi;
    return sum == 0 ? 0 : 100 * Math.abs(plusDi - minusDi) / sum;
  }
}
