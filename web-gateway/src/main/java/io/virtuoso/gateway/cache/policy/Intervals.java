package io.virtuoso.gateway.cache.policy;

import java.util.Arrays;

/**
 * The times between the newest versions of one document, by its own clock. The median of the last
 * few is not moved by one outage, one burst or one restart of the engine. Not thread-safe.
 */
final class Intervals {
  /** Enough for a median that three outliers do not move, few enough to follow a change. */
  private static final int KEPT = 16;

  private final long[] ms = new long[KEPT];
  private int count;
  private int next;
  private long newestMs = Long.MIN_VALUE;

  /**
   * A version that was true at {@code asOfMs}; what is not newer than the newest is not counted.
   */
  void version(long asOfMs) {
    if (newestMs != Long.MIN_VALUE && asOfMs > newestMs) {
      ms[next] = asOfMs - newestMs;
      next = (next + 1) % KEPT;
      count = Math.min(count + 1, KEPT);
    }
    newestMs = Math.max(newestMs, asOfMs);
  }

  /** Whether a version was ever announced. */
  boolean any() {
    return newestMs != Long.MIN_VALUE;
  }

  int count() {
    return count;
  }

  /** In ms, the lower of the two middle ones; 0 before the second version. */
  long median() {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(ms, count);
    Arrays.sort(sorted);
    return sorted[(count - 1) / 2];
  }
}
