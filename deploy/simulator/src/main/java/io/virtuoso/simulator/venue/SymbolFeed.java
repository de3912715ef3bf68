package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;

/** One venue's streams about one symbol. */
interface SymbolFeed {
  void trade(long id, long price, long quantity, boolean buy);

  void quote();

  void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity);

  void closed(BarInterval interval, Bar bar);

  /** Everything of one step has happened; {@code steps} is its number. */
  void step(long steps);

  /** Number of the newest message about the whole book, where the venue counts messages; else 0. */
  long bookMessages();
}
