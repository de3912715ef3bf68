package io.virtuoso.engine.market.candle;

import io.virtuoso.model.Interval;
import org.jspecify.annotations.Nullable;

/** The bar in progress of every interval. */
public interface OpenBars {
  /** The open bar, or null when no trade has fallen into it yet. */
  @Nullable BarView open(Interval interval);
}
