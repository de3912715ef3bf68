package io.virtuoso.engine.measure.story;

import io.virtuoso.engine.market.candle.BarView;

/** A bar of which only close and volumes matter. */
public record Bar(long openTimeMs, double close, double volume, double takerBuyVolume)
    implements BarView {
  @Override
  public double open() {
    return close;
  }

  @Override
  public double high() {
    return close;
  }

  @Override
  public double low() {
    return close;
  }

  @Override
  public double quoteVolume() {
    return close * volume;
  }
}
