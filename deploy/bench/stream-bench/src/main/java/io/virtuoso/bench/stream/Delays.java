package io.virtuoso.bench.stream;

import java.util.Arrays;

/** Delays counted by the millisecond. */
public final class Delays {
  private static final int MAX_MS = 20_000;

  private final long[] counts = new long[MAX_MS + 1];
  private long total;

  /** One more; below 0 counts as 0, beyond 20 s as that. */
  public void add(long ms) {
    counts[Math.clamp(ms, 0, MAX_MS)]++;
    total++;
  }

  /** How many. */
  public long total() {
    return total;
  }

  /** Forgets all. */
  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  /**
   * The delay that this share of all did not exceed, in ms.
   *
   * @param share 0 to 1
   */
  public int atMost(double share) {
    long wanted = Math.max(1, Math.round(Math.ceil(share * total)));
    long seen = 0;
    for (int ms = 0; ms <= MAX_MS; ms++) {
      seen += counts[ms];
      if (seen >= wanted) {
        return ms;
      }
    }
    return MAX_MS;
  }
}
