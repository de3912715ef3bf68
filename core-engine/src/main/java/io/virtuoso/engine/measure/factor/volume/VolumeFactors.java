package io.virtuoso.engine.measure.factor.volume;

import static java.lang.StrictMath.tanh;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Factor.InputSpec;
import io.virtuoso.engine.measure.factor.timeframe.BlendedFactor;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Frames;
import io.virtuoso.engine.measure.factor.timeframe.IndicatorMeasure;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.AccumulationDistribution;
import io.virtuoso.engine.measure.indicator.ChaikinMoneyFlow;
import io.virtuoso.engine.measure.indicator.OnBalanceVolume;
import io.virtuoso.model.Dimension;
import java.util.List;
import java.util.function.Function;

/** The factors of the volume dimension. */
public final class VolumeFactors {
  private VolumeFactors() {}

  /** In the order in which they are shown. */
  public static List<Factor> of(Frames frames) {
    return List.of(
        VolumeDelta.of(frames.base()),
        factor(
            frames,
            "cmf",
            new InputSpec("cmf", "ratio"),
            "nothing traded in the last 20 bars",
            List.of(),
            _ -> new IndicatorMeasure(new ChaikinMoneyFlow(20), cmf -> tanh(3 * cmf))),
        factor(
            frames,
            "accumulation_distribution",
            new InputSpec("slope_z", "sigma"),
            "needs 30 slopes",
            List.of(new InputSpec("slope", "base")),
            _ -> new VolumeTrend(new AccumulationDistribution(), 20)),
        factor(
            frames,
            "obv",
            new InputSpec("slope_z", "sigma"),
            "needs 30 slopes",
            List.of(new InputSpec("slope", "base")),
            _ -> new VolumeTrend(new OnBalanceVolume(), 14)),
        factor(
            frames,
            "relative_volume",
            new InputSpec("rvol", "ratio"),
            "nothing traded in the last 30 bars",
            List.of(new InputSpec("body", "quote")),
            _ -> new VolumeSurge()),
        VwapDistance.of(frames.base()));
  }

  private static Factor factor(
      Frames frames,
      String name,
      InputSpec raw,
      String emptyReason,
      List<InputSpec> extras,
      Function<Frame, ? extends Measure> measure) {
    return new BlendedFactor(frames, Dimension.VOLUME, name, raw, emptyReason, extras, measure);
  }
}
