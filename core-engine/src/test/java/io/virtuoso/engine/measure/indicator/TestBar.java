package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** A bar written down. */
public record TestBar(
    long openTimeMs,
    double open,
    double high,
    double low,
    double close,
    double volume,
    double takerBuyVolume)
    implements BarView {
  @Override
  public double quoteVolume() {
    return Double.NaN;
  }

  /** The same bar in a market where every price is {@code centre} less and sides are swapped. */
  public TestBar mirrored(double centre) {
    return new TestBar(
        openTimeMs,
        centre - open,
        centre - low,
        centre - high,
        centre - close,
        volume,
        volume - takerBuyVolume);
  }

  public TestBar at(long timeMs) {
    return new TestBar(timeMs, open, high, low, close, volume, takerBuyVolume);
  }

  public static TestBar flat(long timeMs, double price, double volume) {
    return new TestBar(timeMs, price, price, price, price, volume, volume / 2);
  }

  /** A bar whose numbers are not numbers. */
  public static TestBar broken(long timeMs, double garbage) {
    return new TestBar(timeMs, garbage, garbage, garbage, garbage, garbage, garbage);
  }
}
