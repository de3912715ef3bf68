package io.virtuoso.engine.measure.factor.technical;

import static java.lang.StrictMath.tanh;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Factor.InputSpec;
import io.virtuoso.engine.measure.factor.timeframe.BlendedFactor;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Frames;
import io.virtuoso.engine.measure.factor.timeframe.IndicatorMeasure;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.AwesomeOscillator;
import io.virtuoso.engine.measure.indicator.Cci;
import io.virtuoso.engine.measure.indicator.EfficiencyRatio;
import io.virtuoso.engine.measure.indicator.Rsi;
import io.virtuoso.engine.measure.indicator.WilliamsR;
import io.virtuoso.model.Dimension;
import java.util.List;
import java.util.function.Function;

/** The factors of the technical dimension. */
public final class TechnicalFactors {
  /**
   * Oscillators are followed, not faded: over the horizons that are scored, an extreme reading goes
   * on more often than it turns, and fading is the sentiment dimension's part.
   */
  static final int FOLLOWING = 1;

  private TechnicalFactors() {}

  /** In the order in which they are shown. */
  public static List<Factor> of(Frames frames) {
    return List.of(
        factor(
            frames,
            "rsi",
            new InputSpec("rsi", "points"),
            List.of(),
            _ -> new IndicatorMeasure(new Rsi(14), rsi -> FOLLOWING * tanh((rsi - 50) / 20))),
        factor(
            frames,
            "awesome_oscillator",
            new InputSpec("ao", "quote"),
            List.of(new InputSpec("atr", "quote")),
            frame ->
                new IndicatorMeasure(
                    new AwesomeOscillator(), ao -> FOLLOWING * tanh(frame.inAtr(ao)), frame::atr)),
        factor(
            frames,
            "directional_movement",
            new InputSpec("adx", "points"),
            List.of(new InputSpec("plus_di", "points"), new InputSpec("minus_di", "points")),
            _ -> new DirectionalStrength()),
        factor(
            frames,
            "cci",
            new InputSpec("cci", "points"),
            List.of(),
            _ -> new IndicatorMeasure(new Cci(20), cci -> FOLLOWING * tanh(cci / 150))),
        factor(
            frames,
            "williams_r",
            new InputSpec("williams_r", "points"),
            List.of(),
            _ -> new IndicatorMeasure(new WilliamsR(14), r -> FOLLOWING * (r + 50) / 50)),
        factor(
            frames,
            "efficiency_ratio",
            new InputSpec("efficiency", "ratio"),
            List.of(),
            _ -> new IndicatorMeasure(new EfficiencyRatio(20), er -> FOLLOWING * er)));
  }

  private static Factor factor(
      Frames frames,
      String name,
      InputSpec raw,
      List<InputSpec> extras,
      Function<Frame, ? extends Measure> measure) {
    return new BlendedFactor(
        frames, Dimension.TECHNICAL, name, raw, "not computable from these bars", extras, measure);
  }
}
