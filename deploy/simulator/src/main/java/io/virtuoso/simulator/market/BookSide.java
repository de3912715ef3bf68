package io.virtuoso.simulator.market;

import java.util.Arrays;

/**
 * One side of an order book: price levels sorted from worst to best, so that the busy end is cheap
 * to change.
 */
public final class BookSide {
  private static final int INITIAL_CAPACITY = 512;

  private final boolean bid;

  /**
   * Price for bids, minus price for asks: ascending order then ends with the best on both sides.
   */
  private long[] keys = new long[INITIAL_CAPACITY];

  private long[] lots = new long[INITIAL_CAPACITY];
  private int size;

  BookSide(boolean bid) {
    this.bid = bid;
  }

  /** Number of price levels. */
  public int size() {
    return size;
  }

  /** Price in ticks of a level counted from the best, which is level 0. */
  public long price(int level) {
    long key = keys[size - 1 - level];
    return bid ? key : -key;
  }

  /** Quantity in lots of a level counted from the best. */
  public long quantity(int level) {
    return lots[size - 1 - level];
  }

  /** Quantity in lots at a price in ticks; 0 where there is none. */
  public long quantityAt(long price) {
    int at = Arrays.binarySearch(keys, 0, size, bid ? price : -price);
    return at < 0 ? 0 : lots[at];
  }

  /** Sets a level; 0 lots remove it. Answers whether anything changed. */
  boolean set(long price, long quantity) {
    long key = bid ? price : -price;
    int at = Arrays.binarySearch(keys, 0, size, key);
    if (at >= 0) {
      if (lots[at] == quantity) {
        return false;
      }
      if (quantity > 0) {
        lots[at] = quantity;
      } else {
        close(at);
      }
      return true;
    }
    if (quantity <= 0) {
      return false;
    }
    open(-at - 1, key, quantity);
    return true;
  }

  private void open(int at, long key, long quantity) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
      lots = Arrays.copyOf(lots, 2 * size);
    }
    System.arraycopy(keys, at, keys, at + 1, size - at);
    System.arraycopy(lots, at, lots, at + 1, size - at);
    keys[at] = key;
    lots[at] = quantity;
    size++;
  }

  private void close(int at) {
    size--;
    System.arraycopy(keys, at + 1, keys, at, size - at);
    System.arraycopy(lots, at + 1, lots, at, size - at);
  }
}
