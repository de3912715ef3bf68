package io.virtuoso.engine.event;

import io.virtuoso.model.Interval;

/**
 * A bar as the exchange states it: from REST backfill, from a history file, or from its stream.
 * Prices in ticks, volumes in lots of {@link #instrument}.
 */
public final class Kline {
  /** The source does not tell. */
  public static final long UNKNOWN = -1;

  public Instrument instrument;
  public Interval interval = Interval.ONE_MINUTE;

  /** Exchange clock, ms since the epoch, aligned to the interval. */
  public long openTimeMs;

  public long open;
  public long high;
  public long low;
  public long close;

  /** Lots. */
  public long volume;

  /** Lots bought by takers, or {@link #UNKNOWN}. */
  public long takerBuyVolume = UNKNOWN;

  /** Quote currency; NaN when the source does not tell. */
  public double quoteVolume = Double.NaN;

  /** Number of trades, or {@link #UNKNOWN}. */
  public long trades = UNKNOWN;

  public boolean closed;

  public Kline(Instrument instrument) {
    this.instrument = instrument;
  }
}
