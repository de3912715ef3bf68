package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;

/**
 * Tells a dead connection from a quiet market. Every silence doubles the patience, up to eight
 * times the usual, unless it broke off in the midst of lively data; a connection that has been
 * lively for a minute is held to the usual bound again.
 */
final class SilenceWatch {
  private static final long LIVELY_FOR_MS = 60_000;

  /** What was lively for so long and then said nothing more was no quiet market. */
  private static final long BROKE_OFF_AFTER_MS = 10_000;

  private static final int MOST_PATIENCE = 8;

  private final long usualMs;
  private volatile long limitMs;
  private volatile long lastDataMs;
  private long livelySinceMs;

  SilenceWatch(Duration usual) {
    this.usualMs = usual.toMillis();
    this.limitMs = usualMs;
  }

  void opened(long nowMs) {
    lastDataMs = nowMs;
    livelySinceMs = nowMs;
  }

  void data(long nowMs) {
    if ((nowMs - lastDataMs) * 2 > usualMs) {
      livelySinceMs = nowMs;
    } else if (limitMs > usualMs && nowMs - livelySinceMs >= LIVELY_FOR_MS) {
      limitMs = usualMs;
    }
    lastDataMs = nowMs;
  }

  /** The connection was given up for its silence. */
  void gaveUp() {
    if (lastDataMs - livelySinceMs < BROKE_OFF_AFTER_MS) {
      limitMs = Math.min(limitMs * 2, usualMs * MOST_PATIENCE);
    }
  }

  /** Without data since, in ms; may be read from any thread. */
  long silentMs(long nowMs) {
    return nowMs - lastDataMs;
  }

  /** Without data for so long means lost, in ms; may be read from any thread. */
  long limitMs() {
    return limitMs;
  }
}
