package io.virtuoso.simulator.market;

/** Told of what happens in the market, in order, within {@link Market#step}. */
public interface MarketListener {
  /**
   * A match on the tape.
   *
   * @param id consecutive per symbol
   * @param price in ticks
   * @param quantity in lots
   * @param buy whether the taker bought
   */
  void trade(SymbolMarket market, long id, long price, long quantity, boolean buy);

  /** Best bid or ask changed in price or quantity. */
  void quote(SymbolMarket market);

  /**
   * A position was closed by force.
   *
   * @param longClosed whether it was a long one, so that the order sold
   * @param limitPrice price of the order (the bankruptcy price), in ticks
   * @param averagePrice average price of execution, in ticks
   * @param quantity executed, in lots
   */
  void liquidation(
      SymbolMarket market, boolean longClosed, long limitPrice, double averagePrice, long quantity);

  /** A candle is complete. */
  void closed(SymbolMarket market, BarInterval interval, Bar bar);
}
