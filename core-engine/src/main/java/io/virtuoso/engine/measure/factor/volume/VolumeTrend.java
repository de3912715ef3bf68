package io.virtuoso.engine.measure.factor.volume;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.RunningTotal;
import io.virtuoso.engine.measure.indicator.TotalSlope;
import io.virtuoso.engine.measure.indicator.ZScore;
import org.jspecify.annotations.Nullable;

/** How unusual the slope of a running volume total is against its own last hundred values. */
final class VolumeTrend implements Measure {
  private static final int LOOK_BACK = 100;
  private static final int NEEDED = 30;

  private final RunningTotal total;
  private final TotalSlope slopes;
  private final ZScore scores = new ZScore(LOOK_BACK, NEEDED);
  private double slope = Double.NaN;
  private double score = Double.NaN;

  /**
   * @param period values of the total that one slope is laid through
   */
  VolumeTrend(RunningTotal total, int period) {
    this.total = total;
    this.slopes = new TotalSlope(period);
  }

  @Override
  public void close(BarView bar) {
    scores.update(slopes.update(total.step(bar)));
    total.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    slope = open == null ? slopes.value() : slopes.peek(total.step(open));
    score = open == null ? scores.value() : scores.peek(slope);
  }

  @Override
  public double bias() {
    return StrictMath.tanh(score / 2);
  }

  @Override
  public double raw() {
    return score;
  }

  @Override
  public double extra(int i) {
    return slope;
  }
}
