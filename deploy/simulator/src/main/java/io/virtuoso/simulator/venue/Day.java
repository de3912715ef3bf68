package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.market.SymbolMarket;

/**
 * The latest 24 hours of one symbol, in whole minutes. Ticks, lots, ms since 1970.
 *
 * @param hourAgo price an hour ago
 */
public record Day(
    long openTime,
    long open,
    long high,
    long low,
    long last,
    long volume,
    long turnover,
    long trades,
    long firstTradeId,
    long lastTradeId,
    long hourAgo) {

  private static final int MINUTES = 1_440;

  public static Day of(SymbolMarket symbol) {
    BarSeries minutes = symbol.series(BarInterval.ONE_MINUTE);
    Bar bar = minutes.current();
    long open = bar.open();
    long openTime = bar.openTime();
    long high = bar.high();
    long low = bar.low();
    long volume = bar.volume();
    long turnover = bar.turnover();
    long trades = bar.trades();
    long first = bar.firstTradeId();
    long hourAgo = bar.open();
    int count = Math.min(MINUTES - 1, minutes.size());
    for (int age = 0; age < count; age++) {
      Bar older = minutes.closed(age);
      open = older.open();
      openTime = older.openTime();
      high = Math.max(high, older.high());
      low = Math.min(low, older.low());
      volume += older.volume();
      turnover += older.turnover();
      trades += older.trades();
      first = older.firstTradeId() < 0 ? first : older.firstTradeId();
      if (age < 60) {
        hourAgo = older.open();
      }
    }
    return new Day(
        openTime,
        open,
        high,
        low,
        bar.close(),
        volume,
        turnover,
        trades,
        first,
        symbol.lastTradeId(),
        hourAgo);
  }
}
