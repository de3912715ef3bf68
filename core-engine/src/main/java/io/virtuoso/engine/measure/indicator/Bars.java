package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** What is asked of single bars. */
final class Bars {
  private Bars() {}

  /** Whether high, low and close are numbers. */
  static boolean isFinite(BarView bar) {
    return Double.isFinite(bar.high() + bar.low() + bar.close());
  }

  /** Whether high, low, close and volume are numbers. */
  static boolean hasVolume(BarView bar) {
    return isFinite(bar) && Double.isFinite(bar.volume());
  }

  /** The mean of high, low and close, in quote currency. */
  static double typicalPrice(BarView bar) {
    return (bar.high() + bar.low() + bar.close()) / 3;
  }

  /**
   * The volume signed by where the close stands in the bar's range, in base currency: all of it at
   * the high, none in the middle or in a bar without range, minus all of it at the low.
   */
  static double moneyFlow(BarView bar) {
    double range = bar.high() - bar.low();
    if (range == 0) {
      return 0;
    }
    return ((bar.close() - bar.low()) - (bar.high() - bar.close())) / range * bar.volume();
  }
}
