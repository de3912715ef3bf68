package io.virtuoso.simulator.market;

import java.util.ArrayList;
import java.util.List;

/**
 * A limit order book aggregated by price. Every change of a level has an update id; ids are
 * consecutive.
 *
 * <p>Prices in ticks, quantities in lots. Not thread-safe.
 */
public final class OrderBook {
  /** Told of every level that changed. */
  @FunctionalInterface
  public interface Changes {
    void changed(boolean bid, long price);
  }

  /** Told of every part of a marketable order that met a resting one. */
  @FunctionalInterface
  interface Fills {
    void fill(long price, long quantity);
  }

  private final BookSide bids = new BookSide(true);
  private final BookSide asks = new BookSide(false);
  private final List<Changes> listeners = new ArrayList<>();
  private long lastUpdateId;

  OrderBook(long firstUpdateId) {
    lastUpdateId = firstUpdateId;
  }

  public BookSide bids() {
    return bids;
  }

  public BookSide asks() {
    return asks;
  }

  public BookSide side(boolean bid) {
    return bid ? bids : asks;
  }

  public long bestBid() {
    return bids.price(0);
  }

  public long bestAsk() {
    return asks.price(0);
  }

  /** Middle between best bid and best ask, in ticks. */
  public double mid() {
    return (bestBid() + bestAsk()) / 2.0;
  }

  /** Id of the newest change. */
  public long lastUpdateId() {
    return lastUpdateId;
  }

  /** From now on tells {@code listener} too. */
  public void tell(Changes listener) {
    listeners.add(listener);
  }

  /** Adds a resting order. The caller keeps it from crossing. */
  void add(boolean bid, long price, long quantity) {
    set(bid, price, side(bid).quantityAt(price) + quantity);
  }

  /** Takes all or part of a level away; what is not there is ignored. */
  void cancel(boolean bid, long price, long quantity) {
    set(bid, price, Math.max(0, side(bid).quantityAt(price) - quantity));
  }

  /**
   * Executes a marketable order against the opposite side, best price first, until the quantity,
   * the limit price or the number of levels is used up. Answers the quantity executed.
   */
  long take(boolean buy, long limitPrice, long quantity, int mostLevels, Fills fills) {
    BookSide resting = side(!buy);
    long left = quantity;
    for (int level = 0; level < mostLevels && left > 0 && resting.size() > 1; level++) {
      long price = resting.price(0);
      if (buy ? price > limitPrice : price < limitPrice) {
        break;
      }
      long filled = Math.min(left, resting.quantity(0));
      set(!buy, price, resting.quantity(0) - filled);
      fills.fill(price, filled);
      left -= filled;
    }
    return quantity - left;
  }

  private void set(boolean bid, long price, long quantity) {
    if (side(bid).set(price, quantity)) {
      lastUpdateId++;
      for (int i = 0; i < listeners.size(); i++) {
        listeners.get(i).changed(bid, price);
      }
    }
  }
}
