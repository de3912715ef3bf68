package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.BookSide;

/** Levels of one side of a book, best first. Prices in ticks, quantities in lots. */
interface Levels {
  int size();

  long price(int level);

  long quantity(int level);

  static Levels of(BookSide side) {
    return new Levels() {
      @Override
      public int size() {
        return side.size();
      }

      @Override
      public long price(int level) {
        return side.price(level);
      }

      @Override
      public long quantity(int level) {
        return side.quantity(level);
      }
    };
  }

  /** The same below one more level that is better than all of them. */
  default Levels below(long price, long quantity) {
    Levels rest = this;
    return new Levels() {
      @Override
      public int size() {
        return rest.size() + 1;
      }

      @Override
      public long price(int level) {
        return level == 0 ? price : rest.price(level - 1);
      }

      @Override
      public long quantity(int level) {
        return level == 0 ? quantity : rest.quantity(level - 1);
      }
    };
  }
}
