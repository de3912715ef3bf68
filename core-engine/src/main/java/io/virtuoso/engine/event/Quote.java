package io.virtuoso.engine.event;

/** The best prices as the exchange itself states them; a check on the book, not its source. */
public final class Quote {
  public Instrument instrument;

  /** Exchange clock, ms; 0 when the message has no time (Binance spot). */
  public long eventTimeMs;

  /** Comparable with the book's sequence on Binance; {@link BookUpdate#NONE} elsewhere. */
  public long sequence = BookUpdate.NONE;

  public long bidPrice;

  /** Lots; 0 when the exchange tells prices only. */
  public long bidQuantity;

  public long askPrice;

  /** Lots; 0 when the exchange tells prices only. */
  public long askQuantity;

  public Quote(Instrument instrument) {
    this.instrument = instrument;
  }
}
