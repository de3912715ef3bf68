package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.SwingLevels;
import org.jspecify.annotations.Nullable;

/** How strong the support under the price is, less how strong the resistance above it is. */
final class LevelPull implements Measure {
  private static final int SWING_WINDOW = 5;

  /** Levels are expected to hold: that is why they had touches; a break is another factor. */
  private static final int HOLDING = 1;

  private final Frame frame;
  private final SwingLevels levels = new SwingLevels(SWING_WINDOW);
  private double bias = Double.NaN;

  LevelPull(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    levels.update(bar, frame.atr());
  }

  @Override
  public void look(@Nullable BarView open) {
    levels.look(open, frame.atr());
    levels.weigh(frame.price(), frame.atr());
    bias = frame.isStill() ? 0 : HOLDING * (levels.supportStrength() - levels.resistanceStrength());
  }

  @Override
  public double bias() {
    return bias;
  }

  @Override
  public double raw() {
    return bias;
  }

  @Override
  public double extra(int i) {
    return i == 0 ? levels.support() : levels.resistance();
  }
}
