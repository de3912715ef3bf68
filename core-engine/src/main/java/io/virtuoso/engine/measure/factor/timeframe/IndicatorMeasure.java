package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.indicator.BarIndicator;
import java.util.function.DoubleSupplier;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A measure whose bias is a formula over a single indicator. */
public final class IndicatorMeasure implements Measure {
  private final BarIndicator indicator;
  private final DoubleUnaryOperator formula;
  private final DoubleSupplier extra;
  private double raw = Double.NaN;
  private double bias = Double.NaN;

  public IndicatorMeasure(BarIndicator indicator, DoubleUnaryOperator formula) {
    this(indicator, formula, () -> Double.NaN);
  }

  /**
   * @param extra a further number that the formula uses
   */
  public IndicatorMeasure(
      BarIndicator indicator, DoubleUnaryOperator formula, DoubleSupplier extra) {
    this.indicator = indicator;
    this.formula = formula;
    this.extra = extra;
  }

  @Override
  public void close(BarView bar) {
    indicator.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    raw = open == null ? indicator.value() : indicator.peek(open);
    bias = formula.applyAsDouble(raw);
  }

  @Override
  public double bias() {
    return bias;
  }

  @Override
  public double raw() {
    return raw;
  }

  @Override
  public double extra(int i) {
    return extra.getAsDouble();
  }
}
