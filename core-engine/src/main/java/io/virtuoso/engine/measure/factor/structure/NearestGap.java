package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.FairValueGaps;
import org.jspecify.annotations.Nullable;

/**
 * The nearest unfilled gap: bullish when it lies below the price, bearish above, as strong as
 * {@code e^(−distance/ATR)}; nothing where there is none or two are equally near.
 */
final class NearestGap implements Measure {
  /** A gap below is read as support left behind by urgent buyers, not as a price still to visit. */
  private static final int GAP_BELOW = 1;

  private final Frame frame;
  private final FairValueGaps gaps = new FairValueGaps();
  private double distance = Double.NaN;
  private double bias = Double.NaN;
  private boolean isBelow;

  NearestGap(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    gaps.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    gaps.look(open);
    double down = reach(frame.price() - gaps.belowNear());
    double up = reach(gaps.aboveNear() - frame.price());
    isBelow = down < up;
    double nearest = Math.min(down, up);
    distance = nearest == Double.POSITIVE_INFINITY ? Double.NaN : nearest;
    if (frame.isStill() || down == up) {
      bias = 0;
    } else {
      bias = (isBelow ? GAP_BELOW : -GAP_BELOW) * StrictMath.exp(-nearest);
    }
  }

  @Override
  public double bias() {
    return bias;
  }

  @Override
  public double raw() {
    return distance;
  }

  @Override
  public double extra(int i) {
    if (i == 0) {
      return isBelow ? gaps.belowNear() : gaps.aboveNear();
    }
    return isBelow ? gaps.belowFar() : gaps.aboveFar();
  }

  /** In ATR; infinite where there is no gap. */
  private double reach(double difference) {
    return Double.isNaN(difference)
        ? Double.POSITIVE_INFINITY
        : frame.inAtr(Math.max(0, difference));
  }
}
