package io.virtuoso.simulator.market;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Candles of one interval: a bounded history of closed ones and the one that is being traded. */
public final class BarSeries {
  private final BarInterval interval;
  private final @Nullable Bar[] ring;
  private long closedCount;

  private long openTime;
  private long open;
  private long high;
  private long low;
  private long close;
  private long volume;
  private long turnover;
  private long buyVolume;
  private long buyTurnover;
  private long trades;
  private long firstTradeId = -1;
  private long lastTradeId = -1;
  private double openInterest = Double.NaN;
  private double longShare = Double.NaN;

  BarSeries(BarInterval interval) {
    this.interval = interval;
    ring = new Bar[interval.kept()];
  }

  public BarInterval interval() {
    return interval;
  }

  /** Number of closed bars remembered. */
  public int size() {
    return (int) Math.min(closedCount, ring.length);
  }

  /** A closed bar, 0 being the newest. */
  public Bar closed(int age) {
    if (age < 0 || age >= size()) {
      throw new IndexOutOfBoundsException("bar " + age + " of " + size());
    }
    Bar bar = ring[(int) ((closedCount - 1 - age) % ring.length)];
    if (bar == null) {
      throw new IllegalStateException("bar " + age + " missing");
    }
    return bar;
  }

  /** The bar that is being traded, as it stands. */
  public Bar current() {
    return new Bar(
        openTime,
        open,
        high,
        low,
        close,
        volume,
        turnover,
        buyVolume,
        buyTurnover,
        trades,
        firstTradeId,
        lastTradeId,
        openInterest,
        longShare);
  }

  /** Price of the latest trade, in ticks. */
  public long last() {
    return close;
  }

  /** Number of trades in the bar that is being traded. */
  public long currentTrades() {
    return trades;
  }

  /** First ms after the bar that is being traded. */
  long end() {
    return openTime + interval.millis();
  }

  void begin(long time, long price) {
    openTime = interval.open(time);
    open = price;
    high = price;
    low = price;
    close = price;
    volume = 0;
    turnover = 0;
    buyVolume = 0;
    buyTurnover = 0;
    trades = 0;
    firstTradeId = -1;
    lastTradeId = -1;
  }

  void positions(double newOpenInterest, double newLongShare) {
    openInterest = newOpenInterest;
    longShare = newLongShare;
  }

  void trade(long id, long price, long quantity, boolean buy) {
    if (trades == 0) {
      // As on the real exchanges, a bar opens with its first trade.
      open = price;
      high = price;
      low = price;
      firstTradeId = id;
    }
    high = Math.max(high, price);
    low = Math.min(low, price);
    close = price;
    volume += quantity;
    turnover += price * quantity;
    if (buy) {
      buyVolume += quantity;
      buyTurnover += price * quantity;
    }
    trades++;
    lastTradeId = id;
  }

  /** Adds a shorter bar that lies inside the current one. */
  void absorb(Bar part) {
    if (trades == 0) {
      open = part.open();
      high = part.high();
      low = part.low();
      firstTradeId = part.firstTradeId();
    }
    high = Math.max(high, part.high());
    low = Math.min(low, part.low());
    close = part.close();
    volume += part.volume();
    turnover += part.turnover();
    buyVolume += part.buyVolume();
    buyTurnover += part.buyTurnover();
    trades += part.trades();
    lastTradeId = part.lastTradeId();
    positions(part.openInterest(), part.longShare());
  }

  /** Closes every bar that ended at or before {@code time}, and begins the one that holds it. */
  void roll(long time, Consumer<Bar> onClose) {
    while (time >= end()) {
      Bar bar = current();
      ring[(int) (closedCount % ring.length)] = bar;
      closedCount++;
      onClose.accept(bar);
      begin(end(), close);
    }
  }
}
