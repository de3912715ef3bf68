package io.virtuoso.engine.measure.factor.structure;

import static java.lang.StrictMath.tanh;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.Sma;
import org.jspecify.annotations.Nullable;

/** The price against its 20-bar mean, and that against the 50-bar mean, in ATR. */
final class TrendPosition implements Measure {
  /** Followed: a price above its means is a trend until structure breaks. */
  private static final int FOLLOWING = 1;

  private final Frame frame;
  private final Sma fast = new Sma(20);
  private final Sma slow = new Sma(50);
  private double fastMean = Double.NaN;
  private double slowMean = Double.NaN;

  TrendPosition(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    fast.update(bar.close());
    slow.update(bar.close());
  }

  @Override
  public void look(@Nullable BarView open) {
    fastMean = open == null ? fast.value() : fast.peek(open.close());
    slowMean = open == null ? slow.value() : slow.peek(open.close());
  }

  @Override
  public double bias() {
    return FOLLOWING * (tanh(raw() / 2) / 2 + tanh(frame.inAtr(fastMean - slowMean)) / 2);
  }

  @Override
  public double raw() {
    return frame.inAtr(frame.price() - fastMean);
  }

  @Override
  public double extra(int i) {
    return i == 0 ? fastMean : slowMean;
  }
}
