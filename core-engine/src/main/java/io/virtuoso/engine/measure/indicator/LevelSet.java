package io.virtuoso.engine.measure.indicator;

/**
 * Prices that were touched, each with its number of touches. Bounded: the level that was not
 * touched for longest makes room. Nothing depends on the order in which levels are kept, so that a
 * market turned upside down has the same levels upside down.
 */
final class LevelSet {
  /** Two distances within this share of the radius of each other are equal but for rounding. */
  private static final double ROUNDING = 1e-9;

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

  /** The nearest level; of equally near ones the more touched, then the later touched, or none. */
  private int matching(double price, double radius) {
    int best = -1;
    boolean tied = false;
    double distance = radius;
    for (int level = 0; level < size; level++) {
      double away = Math.abs(prices[level] - price);
      if (!(away <= distance + ROUNDING * radius)) {
        continue;
      }
      boolean nearer = best < 0 || away < distance - ROUNDING * radius;
      int order = nearer ? 1 : compare(level, best);
      tied = order == 0 || (order < 0 && tied);
      if (order > 0) {
        best = level;
        distance = Math.min(away, distance);
      }
    }
    return tied ? -1 : best;
  }

  private int compare(int one, int other) {
    int byTouches = Integer.compare(touches[one], touches[other]);
    return byTouches != 0 ? byTouches : Long.compare(touchedAt[one], touchedAt[other]);
  }

  private void count(int level, double price) {
    if (level >= 0) {
      touches[level]++;
      prices[level] += (price - prices[level]) / touches[level];
      touchedAt[level] = clock;
    }
  }

  private void add(int level, double price) {
    if (level >= 0 || Double.isNaN(price)) {
      return;
    }
    if (size == prices.length) {
      forgetStalest();
    }
    prices[size] = price;
    touches[size] = 1;
    touchedAt[size++] = clock;
  }

  /** Together with those touched at the same time. */
  private void forgetStalest() {
    long stalest = clock;
    for (int level = 0; level < size; level++) {
      stalest = Math.min(stalest, touchedAt[level]);
    }
    int kept = 0;
    for (int level = 0; level < size; level++) {
      if (touchedAt[level] > stalest) {
        prices[kept] = prices[level];
        touches[kept] = touches[level];
        touchedAt[kept++] = touchedAt[level];
      }
    }
    size = kept;
  }
}
