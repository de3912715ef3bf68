package io.virtuoso.engine.feed;

import java.util.Arrays;

/**
 * How far this machine's clock is ahead of an exchange's: the smallest difference between receive
 * time and event time over the last 15 to 20 s.
 *
 * <p>Its error is one-sided: the way from the exchange's stamp to us is in it, so the true offset
 * is smaller by the shortest way of that time (some ms to some 100 ms). It is good enough to tell
 * seconds, needs no request, and measures the very stamps that candles are made of. Old times
 * (history, frozen stamps) only ever make a difference larger, and the smallest one counts.
 *
 * <p>Rings of buckets are turned by a monotonic clock, never by the one that is measured.
 * Thread-safe.
 */
public final class ClockOffset {
  private static final int BUCKETS = 4;
  private static final long BUCKET_NANOS = 5_000_000_000L;
  private static final long NONE = Long.MAX_VALUE;

  private final long[] smallest = new long[BUCKETS];
  private long turnedAtNanos;
  private int current;

  /** Nothing heard yet; {@code nowNanos} by the monotonic clock. */
  public ClockOffset(long nowNanos) {
    Arrays.fill(smallest, NONE);
    turnedAtNanos = nowNanos;
  }

  /**
   * A live event came in.
   *
   * @param receivedMs our wall clock, ms since the epoch
   * @param eventMs exchange clock, ms since the epoch
   */
  public synchronized void sample(long receivedMs, long eventMs) {
    smallest[current] = Math.min(smallest[current], receivedMs - eventMs);
  }

  /** Called now and then, so that what is old is forgotten; {@code nowNanos} as before. */
  public synchronized void turn(long nowNanos) {
    for (int i = 0; i < BUCKETS && nowNanos - turnedAtNanos >= BUCKET_NANOS; i++) {
      current = (current + 1) % BUCKETS;
      smallest[current] = NONE;
      turnedAtNanos += BUCKET_NANOS;
    }
    if (nowNanos - turnedAtNanos >= BUCKET_NANOS) {
      turnedAtNanos = nowNanos;
    }
  }

  /** Our clock less the exchange's, ms, the shortest way included; NaN when nothing was heard. */
  public synchronized double aheadMs() {
    long found = NONE;
    for (long each : smallest) {
      found = Math.min(found, each);
    }
    return found == NONE ? Double.NaN : (double) found;
  }
}
