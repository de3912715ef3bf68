package io.virtuoso.engine.pipeline;

/**
 * The newest event time of a symbol that several venues carry. It never goes back. The venue that
 * leads sets it; the others move it on as well, but a clock of theirs that is far ahead only when
 * the leader has been silent for a while: no other venue's wrong clock may date the leader's
 * events.
 *
 * <p>Not thread-safe: owned by the symbol's pipeline.
 */
final class SharedTime {
  /** Farther ahead than this a venue that does not lead is not followed at once, ms. */
  static final long AHEAD_MS = 5_000;

  /** It is followed after it has gone on for so long without a word from the leader, ms. */
  static final long ALONE_MS = 10_000;

  private static final long NONE = Long.MAX_VALUE;

  private long newestMs;
  private long aheadSinceMs = NONE;

  /** Exchange clock, ms since the epoch; 0 before the first event. */
  long newestMs() {
    return newestMs;
  }

  /**
   * An event of that time came; true when the newest time has moved.
   *
   * @param leads whether it came from the leading venue
   * @param timeMs above 0, found credible for its venue
   */
  boolean reach(boolean leads, long timeMs) {
    long before = newestMs;
    if (leads || before == 0 || timeMs - before <= AHEAD_MS) {
      aheadSinceMs = leads ? NONE : aheadSinceMs;
      newestMs = Math.max(before, timeMs);
    } else if (timeMs - Math.min(aheadSinceMs, timeMs) > ALONE_MS) {
      aheadSinceMs = NONE;
      newestMs = timeMs;
    } else {
      aheadSinceMs = Math.min(aheadSinceMs, timeMs);
    }
    return newestMs != before;
  }
}
