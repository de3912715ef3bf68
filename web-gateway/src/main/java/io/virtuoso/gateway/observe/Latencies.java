package io.virtuoso.gateway.observe;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took, since start, in buckets that are an eighth of an octave wide: from a
 * quarter of a microsecond to a minute, at most 12.5 % from the truth. Thread-safe; recording is
 * two atomic additions and allocates nothing.
 */
final class Latencies {
  private static final int UNIT_BITS = 8; // 256 ns
  private static final int SUB_BITS = 3;
  private static final int SUB = 1 << SUB_BITS;

  /** The last one takes everything above a minute. */
  static final int BUCKETS = 26 * SUB;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);
  private final LongAdder nanos = new LongAdder();

  void record(long elapsed) {
    long positive = Math.max(0, elapsed);
    counts.getAndIncrement(bucket(positive));
    nanos.add(positive);
  }

  /** The counts by bucket as they are now. */
  long[] counts() {
    long[] copy = new long[BUCKETS];
    for (int each = 0; each < BUCKETS; each++) {
      copy[each] = counts.get(each);
    }
    return copy;
  }

  /** All recorded times together, ns. */
  long sum() {
    return nanos.sum();
  }

  static int bucket(long nanos) {
    long units = nanos >>> UNIT_BITS;
    if (units < SUB) {
      return (int) units;
    }
    int shift = 63 - Long.numberOfLeadingZeros(units) - SUB_BITS;
    return (int) Math.min(BUCKETS - 1L, (shift << SUB_BITS) + (units >>> shift));
  }

  /** The first time, in ns, that no longer belongs to {@code bucket}. */
  static long end(int bucket) {
    if (bucket < SUB) {
      return (bucket + 1L) << UNIT_BITS;
    }
    int shift = (bucket >>> SUB_BITS) - 1;
    int mantissa = SUB + (bucket & (SUB - 1));
    return (mantissa + 1L) << shift << UNIT_BITS;
  }

  /**
   * The time, in ns, below which that share of {@code counts} lies; NaN when there are none. Within
   * a bucket the times are taken as evenly spread.
   */
  static double quantile(long[] counts, double share) {
    long total = 0;
    for (long count : counts) {
      total += count;
    }
    double rank = share * total;
    long below = 0;
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0 && below + counts[bucket] >= rank) {
        double start = bucket == 0 ? 0 : end(bucket - 1);
        return start + (end(bucket) - start) * Math.max(0, rank - below) / counts[bucket];
      }
      below += counts[bucket];
    }
    return Double.NaN;
  }
}
