package io.virtuoso.engine.measure.factor.technical;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.DirectionalMovement;
import org.jspecify.annotations.Nullable;

/** The side that leads by directional movement, as strong as the ADX says; full at 50 points. */
final class DirectionalStrength implements Measure {
  private static final double FULL_ADX = 50;

  private final DirectionalMovement movement = new DirectionalMovement(14);

  @Override
  public void close(BarView bar) {
    movement.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    movement.look(open);
  }

  @Override
  public double bias() {
    return TechnicalFactors.FOLLOWING
        * Math.signum(movement.plusDi() - movement.minusDi())
        * Math.min(1, movement.adx() / FULL_ADX);
  }

  @Override
  public double raw() {
    return movement.adx();
  }

  @Override
  public double extra(int i) {
    return i == 0 ? movement.plusDi() : movement.minusDi();
  }
}
