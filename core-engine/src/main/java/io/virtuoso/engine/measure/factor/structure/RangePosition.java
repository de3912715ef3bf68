package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.EfficiencyRatio;
import io.virtuoso.engine.measure.indicator.PriceRange;
import org.jspecify.annotations.Nullable;

/**
 * Where the price stands in its 50-bar range, the less the more it is trending: in a trend the edge
 * of the range is only where the trend is.
 */
final class RangePosition implements Measure {
  /** The upper half is bullish: whoever holds the range's top shows the stronger hand. */
  private static final int FOLLOWING = 1;

  private final Frame frame;
  private final PriceRange range = new PriceRange(50);
  private final EfficiencyRatio efficiency = new EfficiencyRatio(20);
  private double efficient = Double.NaN;

  RangePosition(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    range.update(bar);
    efficiency.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    range.look(open);
    efficient = Math.abs(open == null ? efficiency.value() : efficiency.peek(open));
  }

  @Override
  public double bias() {
    return FOLLOWING * (2 * raw() - 1) * (1 - efficient);
  }

  @Override
  public double raw() {
    return range.position(frame.price());
  }

  @Override
  public double extra(int i) {
    return i == 0 ? range.low() : range.high();
  }
}
