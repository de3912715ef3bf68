package io.virtuoso.engine.market.candle;

/** One bar as doubles, closed or open. Valid only during the call that hands it out. */
public interface BarView {
  /** Exchange clock, ms since the epoch, aligned to the interval. */
  long openTimeMs();

  /** Quote currency. */
  double open();

  /** Quote currency. */
  double high();

  /** Quote currency. */
  double low();

  /** Quote currency; of an open bar the last trade. */
  double close();

  /** Base currency. */
  double volume();

  /** Base currency bought by takers; NaN where the source does not tell. */
  double takerBuyVolume();

  /** Quote currency; NaN where the source does not tell. */
  double quoteVolume();
}
