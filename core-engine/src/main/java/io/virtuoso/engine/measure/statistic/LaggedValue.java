package io.virtuoso.engine.measure.statistic;

/**
 * What a number was a fixed time ago. The last value of each bucket of event time is kept and
 * carried over empty buckets; the answer is the last value of the bucket {@code lag} buckets before
 * the present one, so the true lag is up to one bucket shorter than asked for.
 *
 * <p>A value of the past, as history brings it, takes a bucket that nothing was told in, and is
 * carried from there; one from before the oldest bucket is carried into it where nothing is known.
 */
public final class LaggedValue {
  private static final long NONE = -1;

  private final int lag;
  private final long bucketMs;
  private final double[] last;
  private final boolean[] told;
  private long first = NONE;
  private long newest = NONE;

  /** When the value was told that is carried in from before the oldest bucket; else none. */
  private long carriedInMs = NONE;

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
    this.told = new boolean[lag + 1];
  }

  /**
   * The number from that time on. In the newest bucket the latest call counts; in one before it,
   * only where nothing was told.
   */
  public void set(long timeMs, double value) {
    long bucket = timeMs / bucketMs;
    if (newest == NONE) {
      first = bucket;
      newest = bucket;
    } else if (bucket > newest) {
      carriedInMs = NONE;
      double carried = latest();
      for (long b = Math.max(newest + 1, bucket - lag); b < bucket; b++) {
        last[slot(b)] = carried;
        told[slot(b)] = false;
      }
      newest = bucket;
    } else if (bucket < newest) {
      setPast(timeMs, bucket, value);
      return;
    }
    last[slot(newest)] = value;
    told[slot(newest)] = true;
  }

  private void setPast(long timeMs, long bucket, double value) {
    long oldest = Math.max(newest - lag, 0);
    long at = Math.max(bucket, oldest);
    if (bucket < oldest) {
      boolean better = carriedInMs == NONE ? first > oldest : timeMs > carriedInMs;
      if (!better) {
        return;
      }
      carriedInMs = timeMs;
    }
    for (long b = at; b < first; b++) {
      told[slot(b)] = false;
    }
    first = Math.min(first, at);
    if (told[slot(at)]) {
      return;
    }
    told[slot(at)] = bucket == at;
    last[slot(at)] = value;
    for (long b = at + 1; b < newest && !told[slot(b)]; b++) {
      last[slot(b)] = value;
    }
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
