package io.virtuoso.engine.measure.statistic;

/**
 * What a number was a fixed time ago. The last value of each bucket of event time is kept and
 * carried over empty buckets; the answer is the last value of the bucket {@code lag} buckets before
 * the present one, so the true lag is up to one bucket shorter than asked for.
 */
public final class LaggedValue {
  private static final long NONE = -1;

  private final int lag;
  private final long bucketMs;
  private final double[] last;
  private long first = NONE;
  private long newest = NONE;

  /**
   * Nothing known yet.
   *
   * @param lag in buckets
   * @param bucketMs length of a bucket, ms
   */
  public LaggedValue(int lag, long bucketMs) {
    this.lag = lag;
    this.bucketMs = bucketMs;
    this.last = new double[lag + 1];
  }

  /** The number from now on; a time before the newest bucket counts as the newest. */
  public void set(long timeMs, double value) {
    long bucket = timeMs / bucketMs;
    if (newest == NONE) {
      first = bucket;
      newest = bucket;
    } else if (bucket > newest) {
      double carried = latest();
      for (long b = Math.max(newest + 1, bucket - lag); b < bucket; b++) {
        last[slot(b)] = carried;
      }
      newest = bucket;
    }
    last[slot(newest)] = value;
  }

  /** The newest value, or NaN. */
  public double latest() {
    return newest == NONE ? Double.NaN : last[slot(newest)];
  }

  /** The value before the lag as seen at {@code nowMs}, or NaN when it is not known that far. */
  public double before(long nowMs) {
    if (newest == NONE) {
      return Double.NaN;
    }
    long wanted = Math.max(nowMs / bucketMs, newest) - lag;
    if (wanted < first) {
      return Double.NaN;
    }
    return last[slot(Math.min(wanted, newest))];
  }

  /** Forgets everything. */
  public void clear() {
    first = NONE;
    newest = NONE;
  }

  private int slot(long bucket) {
    return (int) (bucket % last.length);
  }
}
