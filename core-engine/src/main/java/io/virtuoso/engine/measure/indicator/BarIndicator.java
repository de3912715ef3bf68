package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** One number measured over the bars of one interval. */
public interface BarIndicator {
  /** Keeps a closed bar and answers the new {@link #value}. */
  double update(BarView closed);

  /** What {@link #update} would answer if this bar closed now; keeps nothing. */
  double peek(BarView open);

  /** The value at the last closed bar, or NaN until warm. */
  double value();
}
