package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** A total that every bar moves by a step; where it stands depends on where it began. */
public interface RunningTotal extends BarIndicator {
  /** How far this bar would move the total if it came next; NaN where that is not known. */
  double step(BarView next);
}
