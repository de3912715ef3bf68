package io.virtuoso.engine.pipeline;

/**
 * Tells a dead channel of one symbol from a quiet one. It looks at event time, so that messages
 * whose times stand still are silence too; and it learns how long the channel usually pauses.
 *
 * <p>Not thread-safe: used by the pipeline's thread.
 */
final class ChannelWatch {
  /** Silence that is always suffered, ms; with a look a second, noticed within ten seconds. */
  static final long LEAST_MS = 8_000;

  /** Silence that no rhythm excuses, ms. */
  static final long MOST_MS = 15 * 60_000;

  private static final int PAUSES = 3;
  private static final int FORGETTING = 64;

  /**
   * What repeats itself less often than this, ms, is no stream that goes on: a new connection tells
   * the newest of a quiet market once more.
   */
  private static final long REPEATS_MS = 4_000;

  private long newestMs;
  private long eventMs;
  private long movedAtMs;
  private long pauseMs;
  private boolean stalled;

  private long toldMs;
  private long toldBeforeMs;
  private long wentOnAtMs;
  private int repeats;
  private boolean frozen;

  /** An event of that time came, exchange clock, ms since the epoch; 0 for none. */
  void moved(long timeMs) {
    newestMs = Math.max(newestMs, timeMs);
    toldMs = Math.max(toldMs, timeMs);
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
    lookAtTimes(nowMs);
  }

  /**
   * Looks at what was told since the last look alone: one damaged stamp must not freeze an hour.
   */
  private void lookAtTimes(long nowMs) {
    boolean spoke = toldMs > 0;
    if (spoke && toldMs != toldBeforeMs) {
      toldBeforeMs = toldMs;
      wentOnAtMs = nowMs;
      repeats = 0;
    } else if (spoke) {
      repeats++;
    }
    long stoodMs = nowMs - wentOnAtMs;
    frozen = spoke && stoodMs > patienceMs() && repeats * REPEATS_MS >= stoodMs;
    toldMs = 0;
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

  /** Whether messages go on to come, and tell the time that they told long ago. */
  boolean isFrozen() {
    return frozen;
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
