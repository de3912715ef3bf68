package io.virtuoso.engine.measure.indicator;

/**
 * Prices that were touched, each with its number of touches. Bounded: the level that was not
 * touched for longest makes room.
 */
final class LevelSet {
  private final double[] prices;
  private final int[] touches;
  private final long[] touchedAt;
  private int size;
  private long clock;

  LevelSet(int capacity) {
    prices = new double[capacity];
    touches = new int[capacity];
    touchedAt = new long[capacity];
  }

  /**
   * Counts a touch at either price, or at both, for the nearest level within {@code radius}, or
   * makes it a new level. Both are matched before either is counted, so that neither side of the
   * market comes first.
   *
   * @param high quote currency, or NaN for none
   * @param low quote currency, or NaN for none
   */
  void touch(double high, double low, double radius) {
    clock++;
    int atHigh = matching(high, radius);
    int atLow = matching(low, radius);
    count(atHigh, high);
    count(atLow, low);
    add(atHigh, high);
    add(atLow, low);
  }

  int size() {
    return size;
  }

  /** The mean of its touches, in quote currency. */
  double price(int level) {
    return prices[level];
  }

  int touches(int level) {
    return touches[level];
  }

  void copy(LevelSet other) {
    System.arraycopy(other.prices, 0, prices, 0, other.size);
    System.arraycopy(other.touches, 0, touches, 0, other.size);
    System.arraycopy(other.touchedAt, 0, touchedAt, 0, other.size);
    size = other.size;
    clock = other.clock;
  }

  private int matching(double price, double radius) {
    int nearest = -1;
    double distance = radius;
    for (int level = 0; level < size; level++) {
      double away = Math.abs(prices[level] - price);
      if (away < distance || (away == distance && nearest < 0)) {
        distance = away;
        nearest = level;
      }
    }
    return nearest;
  }

  private void count(int level, double price) {
    if (level >= 0) {
      touches[level]++;
      prices[level] += (price - prices[level]) / touches[level];
      touchedAt[level] = clock;
    }
  }

  private void add(int level, double price) {
    if (level < 0 && !Double.isNaN(price)) {
      int free = size < prices.length ? size++ : stalest();
      prices[free] = price;
      touches[free] = 1;
      touchedAt[free] = clock;
    }
  }

  private int stalest() {
    int stalest = 0;
    for (int level = 1; level < size; level++) {
      stalest = touchedAt[level] < touchedAt[stalest] ? level : stalest;
    }
    return stalest;
  }
}
