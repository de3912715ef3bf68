package io.virtuoso.engine.measure.factor;

/**
 * The kinds of input, each with the age up to which it counts as fresh: exchange event time against
 * the symbol's newest event.
 */
public enum Evidence {
  TRADES(60_000),
  BOOK(5_000),
  CANDLES(90_000),
  OPEN_INTEREST(600_000),
  FUNDING(32_400_000),
  RATIO(5_400_000),
  LIQUIDATIONS(3_600_000);

  private final long budgetMs;

  Evidence(long budgetMs) {
    this.budgetMs = budgetMs;
  }

  /** Ms of event time. */
  public long budgetMs() {
    return budgetMs;
  }
}
