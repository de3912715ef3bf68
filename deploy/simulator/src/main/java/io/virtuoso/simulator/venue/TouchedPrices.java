package io.virtuoso.simulator.venue;

import java.util.Arrays;

/** Prices at which something changed since the last message. In ticks; each once when settled. */
final class TouchedPrices {
  private long[] prices = new long[64];
  private int count;

  void add(long price) {
    if (count == prices.length) {
      settle();
      if (count > prices.length / 2) {
        prices = Arrays.copyOf(prices, 2 * prices.length);
      }
    }
    prices[count++] = price;
  }

  /** Sorts them and leaves each once. */
  TouchedPrices settle() {
    Arrays.sort(prices, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || prices[i] != prices[kept - 1]) {
        prices[kept++] = prices[i];
      }
    }
    count = kept;
    return this;
  }

  int size() {
    return count;
  }

  long price(int i) {
    return prices[i];
  }

  void clear() {
    count = 0;
  }
}
