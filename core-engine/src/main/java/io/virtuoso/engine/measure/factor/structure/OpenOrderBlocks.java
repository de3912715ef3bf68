package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.OrderBlocks;
import org.jspecify.annotations.Nullable;

/**
 * The newest unmitigated bullish order block less the newest bearish one, each fading with a
 * half-life of 25 bars; nothing where there is none.
 */
final class OpenOrderBlocks implements Measure {
  private static final double DISPLACEMENT_IN_ATR = 1.5;
  private static final double HALF_LIFE = 25;

  private final Frame frame;
  private final OrderBlocks blocks = new OrderBlocks();

  OpenOrderBlocks(Frame frame) {
    this.frame = frame;
  }

  @Override
  public void close(BarView bar) {
    blocks.update(bar, displacement());
  }

  @Override
  public void look(@Nullable BarView open) {
    blocks.look(open, displacement());
  }

  @Override
  public double bias() {
    return strength(blocks.bullishAge()) - strength(blocks.bearishAge());
  }

  @Override
  public double raw() {
    return bias();
  }

  @Override
  public double extra(int i) {
    return i == 0 ? blocks.bullishEdge() : blocks.bearishEdge();
  }

  /** Against the ATR before the candle, which must not raise its own bar. */
  private double displacement() {
    return DISPLACEMENT_IN_ATR * frame.atrBefore();
  }

  private static double strength(int age) {
    return age < 0 ? 0 : Decay.halving(age, HALF_LIFE);
  }
}
