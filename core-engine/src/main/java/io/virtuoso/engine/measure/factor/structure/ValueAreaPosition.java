package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.VolumeProfile;
import org.jspecify.annotations.Nullable;

/** Where the price stands against the 70 % value area of the last 100 bars. */
final class ValueAreaPosition implements Measure {
  private static final int BARS = 100;
  private static final int BARS_NEEDED = 50;
  private static final int BINS = 100;

  /** Acceptance above value is followed: a price that value rejects comes back on its own. */
  private static final int FOLLOWING = 1;

  private final Frame frame;
  private final VolumeProfile profile = new VolumeProfile(BARS, BARS_NEEDED, BINS);

  ValueAreaPosition(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    profile.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    profile.look(open);
  }

  @Override
  public double bias() {
    return FOLLOWING * StrictMath.tanh(2 * (raw() - 0.5));
  }

  /** 0 at the lower edge of the value area, 1 at the upper one; ½ where both are the same. */
  @Override
  public double raw() {
    double height = profile.areaHigh() - profile.areaLow();
    return height == 0 ? 0.5 : (frame.price() - profile.areaLow()) / height;
  }

  @Override
  public double extra(int i) {
    return i == 0 ? profile.areaLow() : profile.areaHigh();
  }
}
