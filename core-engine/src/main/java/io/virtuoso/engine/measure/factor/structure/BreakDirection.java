package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.StructureBreak;
import org.jspecify.annotations.Nullable;

/** The direction of the last broken swing, fading with a half-life of 20 bars. */
final class BreakDirection implements Measure {
  private static final int SWING_WINDOW = 5;
  private static final double HALF_LIFE = 20;

  /** A break is followed: whoever waited at the level has lost, and covers in its direction. */
  private static final int FOLLOWING = 1;

  private final StructureBreak structure = new StructureBreak(SWING_WINDOW);

  @Override
  public void close(BarView bar) {
    structure.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    structure.look(open);
  }

  @Override
  public double bias() {
    return FOLLOWING * structure.direction() * Decay.halving(structure.age(), HALF_LIFE);
  }

  @Override
  public double raw() {
    return structure.direction() == 0 ? Double.NaN : structure.age();
  }

  @Override
  public double extra(int i) {
    if (i == 0) {
      return structure.level();
    }
    return structure.isChangeOfCharacter() ? 1 : 0;
  }
}
