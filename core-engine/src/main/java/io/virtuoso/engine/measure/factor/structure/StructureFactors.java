package io.virtuoso.engine.measure.factor.structure;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Factor.InputSpec;
import io.virtuoso.engine.measure.factor.timeframe.BlendedFactor;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Frames;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.model.Dimension;
import java.util.List;
import java.util.function.Function;

/** The factors of the price structure dimension. */
public final class StructureFactors {
  private static final String NO_ANSWER = "not computable from these bars";

  private StructureFactors() {}

  /** In the order in which they are shown. */
  public static List<Factor> of(Frames frames) {
    return List.of(
        factor(
            frames,
            "trend_position",
            new InputSpec("above_sma20", "atr"),
            NO_ANSWER,
            List.of(new InputSpec("sma20", "quote"), new InputSpec("sma50", "quote")),
            TrendPosition::new),
        factor(
            frames,
            "structure_break",
            new InputSpec("bars_since_break", "count"),
            NO_ANSWER,
            List.of(
                new InputSpec("broken_level", "quote"),
                new InputSpec("change_of_character", "flag")),
            _ -> new BreakDirection()),
        factor(
            frames,
            "support_resistance",
            new InputSpec("support_less_resistance", "ratio"),
            NO_ANSWER,
            List.of(new InputSpec("support", "quote"), new InputSpec("resistance", "quote")),
            LevelPull::new),
        factor(
            frames,
            "order_block",
            new InputSpec("bullish_less_bearish", "ratio"),
            NO_ANSWER,
            List.of(new InputSpec("bullish_edge", "quote"), new InputSpec("bearish_edge", "quote")),
            OpenOrderBlocks::new),
        factor(
            frames,
            "fair_value_gap",
            new InputSpec("distance", "atr"),
            NO_ANSWER,
            List.of(new InputSpec("gap_near", "quote"), new InputSpec("gap_far", "quote")),
            NearestGap::new),
        factor(
            frames,
            "value_area",
            new InputSpec("position", "ratio"),
            "nothing traded in the last 100 bars",
            List.of(new InputSpec("area_low", "quote"), new InputSpec("area_high", "quote")),
            ValueAreaPosition::new),
        factor(
            frames,
            "range_position",
            new InputSpec("position", "ratio"),
            NO_ANSWER,
            List.of(new InputSpec("range_low", "quote"), new InputSpec("range_high", "quote")),
            RangePosition::new));
  }

  private static Factor factor(
      Frames frames,
      String name,
      InputSpec raw,
      String emptyReason,
      List<InputSpec> extras,
      Function<Frame, ? extends Measure> measure) {
    return new BlendedFactor(
        frames, Dimension.PRICE_STRUCTURE, name, raw, emptyReason, extras, measure);
  }
}
