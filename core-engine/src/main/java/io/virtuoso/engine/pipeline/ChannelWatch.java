package io.virtuoso.engine.pipeline;

/**
 * Tells a dead channel of one symbol from a quiet one. It looks at event time, so that messages
 * whose times stand still are silence too; and it learns how long the channel usually pauses.
 *
 * <p>Not thread-safe: used by the pipeline's thread.
 */
final class ChannelWatch {
  /** Silence that is always suffered, ms. */
  static final long LEAST_MS = 10_000;

  /** Silence that no rhythm excuses, ms. */
  static final long MOST_MS = 15 * 60_000;

  private static final int PAUSES = 3;
  private static final int FORGETTING = 64;

  private long newestMs;
  private long eventMs;
  private long movedAtMs;
  private long pauseMs;
  private boolean stalled;

  /** An event of that time came, exchange clock, ms since the epoch; 0 for none. */
  void moved(long timeMs) {
    newestMs = Math.max(newestMs, timeMs);
  }

  /**
   * Looks again.
   *
   * @param nowMs monotonic clock, ms
   */
  void look(long nowMs) {
    if (newestMs > eventMs) {
      if (eventMs > 0) {
        long pause = Math.min(nowMs - movedAtMs, patienceMs());
        pauseMs = Math.max(pause, pauseMs - Math.ceilDiv(pauseMs, FORGETTING));
      }
      eventMs = newestMs;
      movedAtMs = nowMs;
    }
    stalled = isHeard() && nowMs - movedAtMs > patienceMs();
  }

  private long patienceMs() {
    return Math.clamp(PAUSES * pauseMs, LEAST_MS, MOST_MS);
  }

  /** Whether anything had come at the last look. */
  boolean isHeard() {
    return eventMs > 0;
  }

  boolean isStalled() {
    return stalled;
  }

  /** Newest event, exchange clock, ms since the epoch; 0 before the first. */
  long eventMs() {
    return eventMs;
  }

  /** Since event time moved last, ms. */
  long silentMs(long nowMs) {
    return nowMs - movedAtMs;
  }
}
