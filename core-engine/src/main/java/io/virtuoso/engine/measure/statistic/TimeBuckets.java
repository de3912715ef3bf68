package io.virtuoso.engine.measure.statistic;

import java.util.Arrays;

/**
 * Sums over a rolling window of event time, kept in a ring of equal buckets that are aligned to the
 * epoch. A window of {@code n} buckets holds the bucket in progress and the {@code n − 1} before
 * it, so its true length is between {@code n − 1} and {@code n} bucket lengths.
 *
 * <p>Sums are taken over the buckets when asked for, oldest first: asking changes nothing and no
 * rounding error is carried along. Not thread-safe.
 */
public final class TimeBuckets {
  private static final long NONE = -1;

  private final int buckets;
  private final long bucketMs;
  private final int channels;
  private final double[] sums;
  private long newest = NONE;

  /**
   * An empty ring.
   *
   * @param buckets how many buckets the longest window has
   * @param bucketMs length of a bucket, ms
   * @param channels how many numbers are summed side by side
   */
  public TimeBuckets(int buckets, long bucketMs, int channels) {
    this.buckets = buckets;
    this.bucketMs = bucketMs;
    this.channels = channels;
    this.sums = new double[buckets * channels];
  }

  /**
   * Opens the bucket of {@code timeMs}; what falls out of the ring is forgotten. A time before the
   * newest bucket counts as the newest.
   *
   * @param timeMs event time, not negative
   */
  public void advance(long timeMs) {
    long bucket = timeMs / bucketMs;
    if (bucket <= newest) {
      return;
    }
    if (newest == NONE || bucket - newest >= buckets) {
      Arrays.fill(sums, 0);
    } else {
      for (long b = newest + 1; b <= bucket; b++) {
        int from = slot(b);
        Arrays.fill(sums, from, from + channels, 0);
      }
    }
    newest = bucket;
  }

  /** Adds to the newest bucket; {@link #advance} comes first. */
  public void add(int channel, double value) {
    sums[slot(newest) + channel] += value;
  }

  /** Adds to the bucket of a time up to the newest; nothing where the ring no longer reaches. */
  public void addAt(long timeMs, int channel, double value) {
    long bucket = timeMs / bucketMs;
    if (bucket <= newest && newest - bucket < buckets) {
      sums[slot(bucket) + channel] += value;
    }
  }

  /**
   * The sum over the last {@code count} buckets as seen at {@code nowMs}.
   *
   * @param count at most the size of the ring
   */
  public double sum(int channel, long nowMs, int count) {
    if (newest == NONE) {
      return 0;
    }
    long last = Math.max(nowMs / bucketMs, newest);
    long first = Math.max(last - count + 1, Math.max(newest - buckets + 1, 0));
    double sum = 0;
    int at = slot(first) + channel; // a division for each bucket would cost more than the sum
    for (long b = first; b <= newest; b++) {
      sum += sums[at];
      at += channels;
      if (at >= sums.length) {
        at -= sums.length;
      }
    }
    return sum;
  }

  /** Forgets everything. */
  public void clear() {
    newest = NONE;
  }

  private int slot(long bucket) {
    return (int) (bucket % buckets) * channels;
  }
}
