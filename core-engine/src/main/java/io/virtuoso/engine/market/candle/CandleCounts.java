package io.virtuoso.engine.market.candle;

/** What happened to the input of one instrument's candles. */
public final class CandleCounts {
  long late;
  long refused;
  long ignored;
  long filled;
  long corrected;
  long disagreeing;

  CandleCounts() {}

  /** Trades of a minute that was already closed. */
  public long late() {
    return late;
  }

  /** Trades, times and klines that cannot be true, or do not fit. */
  public long refused() {
    return refused;
  }

  /** Klines of bars that are already known or too old to keep. */
  public long ignored() {
    return ignored;
  }

  /** Holes that a kline filled after later bars were told. */
  public long filled() {
    return filled;
  }

  /** Partial bars that were corrected after they had closed. */
  public long corrected() {
    return corrected;
  }

  /** Closed klines whose volume differs from the bar that was built from trades. */
  public long disagreeing() {
    return disagreeing;
  }

  void inserted(boolean kept) {
    if (kept) {
      filled++;
    } else {
      ignored++;
    }
  }
}
