package io.virtuoso.engine.feed;

import java.util.Arrays;

/**
 * How far an exchange's clock is ahead of our monotonic one: the largest difference between event
 * time and time of arrival over the last 15 to 20 s.
 *
 * <p>Its error is one-sided: the way from the exchange's stamp to us is in it, so the true offset
 * is larger by the shortest way of that time (some ms to some 100 ms). It is good enough to tell
 * seconds, needs no request, and measures the very stamps that candles are made of. Old times
 * (history, frozen stamps) only ever make a difference smaller, and the largest one counts.
 *
 * <p>The wall clock has no part in it, so nobody who sets that one moves what was measured.
 * Thread-safe.
 */
final class ClockOffset {
  private static final int BUCKETS = 4;
  private static final long BUCKET_MS = 5_000;
  private static final long NONE = Long.MIN_VALUE;

  private final long[] largest = new long[BUCKETS];
  private long turnedAtMs;
  private int current;

  /** Nothing heard yet; {@code nowMs} by the monotonic clock. */
  ClockOffset(long nowMs) {
    Arrays.fill(largest, NONE);
    turnedAtMs = nowMs;
  }

  /**
   * A live event came in.
   *
   * @param arrivedMs monotonic clock, ms
   * @param eventMs exchange clock, ms since the epoch
   */
  synchronized void sample(long arrivedMs, long eventMs) {
    largest[current] = Math.max(largest[current], eventMs - arrivedMs);
  }

  /** Called now and then, so that what is old is forgotten; {@code nowMs} as before. */
  synchronized void turn(long nowMs) {
    for (int i = 0; i < BUCKETS && nowMs - turnedAtMs >= BUCKET_MS; i++) {
      current = (current + 1) % BUCKETS;
      largest[current] = NONE;
      turnedAtMs += BUCKET_MS;
    }
    if (nowMs - turnedAtMs >= BUCKET_MS) {
      turnedAtMs = nowMs;
    }
  }

  /** The exchange's clock less the monotonic one, ms; NaN when nothing was heard. */
  synchronized double millis() {
    long found = NONE;
    for (long each : largest) {
      found = Math.max(found, each);
    }
    return found == NONE ? Double.NaN : (double) found;
  }
}
