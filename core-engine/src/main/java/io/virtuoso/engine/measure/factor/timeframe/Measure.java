package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/** One candle observation on one timeframe; owned and fed by its {@link Frame}. */
public interface Measure {
  /** Keeps a closed bar. */
  void close(BarView bar);

  /**
   * Answers, until called again, as if this bar closed now, or from the closed bars alone. Bars
   * given here are sound, and price and ATR of the frame already include them.
   */
  void look(@Nullable BarView open);

  /** −1 to +1, or NaN where it cannot be computed. */
  double bias();

  /** The raw number behind the bias, or NaN. */
  double raw();

  /** A further raw number, or NaN. */
  default double extra(int i) {
    return Double.NaN;
  }
}
