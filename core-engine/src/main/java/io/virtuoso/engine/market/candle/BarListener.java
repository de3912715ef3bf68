package io.virtuoso.engine.market.candle;

import io.virtuoso.model.Interval;

/** Hears of closed bars. */
@FunctionalInterface
public interface BarListener {
  /**
   * A bar is final: called in time order per interval, once per bar, whether it was built here or
   * came as history; never for a bar older than one already told. What closes with a minute is told
   * finest interval first.
   *
   * @param bar valid only during the call
   */
  void onBarClosed(Interval interval, BarView bar);
}
