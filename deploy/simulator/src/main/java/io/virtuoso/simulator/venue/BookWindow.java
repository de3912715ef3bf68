package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.wire.JsonText;

/** The best levels of one side as they were last told. Prices in ticks, best first. */
final class BookWindow implements Levels {
  /** Writes a level; a quantity of 0 says that it is gone. */
  @FunctionalInterface
  interface LevelWriter {
    void level(JsonText out, long price, long quantity);
  }

  private static final long[] EMPTY = {};

  private final boolean bid;
  private final int depth;
  private long[] prices = EMPTY;
  private long[] lots = EMPTY;
  private int size;

  BookWindow(boolean bid, int depth) {
    this.bid = bid;
    this.depth = depth;
  }

  void remember(BookSide side) {
    if (prices.length == 0) {
      prices = new long[depth];
      lots = new long[depth];
    }
    size = Math.min(depth, side.size());
    for (int level = 0; level < size; level++) {
      prices[level] = side.price(level);
      lots[level] = side.quantity(level);
    }
  }

  boolean differs(BookSide side) {
    int now = Math.min(depth, side.size());
    if (now != size) {
      return true;
    }
    for (int level = 0; level < now; level++) {
      if (prices[level] != side.price(level) || lots[level] != side.quantity(level)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long price(int level) {
    return prices[level];
  }

  @Override
  public long quantity(int level) {
    return lots[level];
  }

  void writeAll(LevelWriter writer, JsonText out) {
    for (int level = 0; level < size; level++) {
      writer.level(out, prices[level], lots[level]);
    }
  }

  /** Writes the levels that came, changed or are no longer among the best. */
  void writeChanges(BookSide side, LevelWriter writer, JsonText out) {
    int now = Math.min(depth, side.size());
    int old = 0;
    int level = 0;
    while (old < size || level < now) {
      int order = old == size ? 1 : level == now ? -1 : compare(prices[old], side.price(level));
      if (order < 0) {
        writer.level(out, prices[old++], 0);
      } else if (order > 0) {
        writer.level(out, side.price(level), side.quantity(level));
        level++;
      } else {
        if (lots[old] != side.quantity(level)) {
          writer.level(out, side.price(level), side.quantity(level));
        }
        old++;
        level++;
      }
    }
  }

  /** Negative if {@code one} is the better price. */
  private int compare(long one, long other) {
    return bid ? Long.compare(other, one) : Long.compare(one, other);
  }
}
