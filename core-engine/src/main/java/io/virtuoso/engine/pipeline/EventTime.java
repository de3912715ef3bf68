package io.virtuoso.engine.pipeline;

/**
 * The newest event time of one symbol. It never goes back, and it leaps ahead only when two events
 * in a row agree on it: one damaged stamp must not silence a symbol until that time has come.
 *
 * <p>The first time of all is believed. Not thread-safe: owned by the symbol's pipeline.
 */
final class EventTime {
  /** A time farther ahead of the newest one needs a second event to be believed, ms. */
  static final long LEAP_MS = 3_600_000;

  private static final long NONE = 0;

  private long newestMs = NONE;
  private long suspectMs = NONE;

  /** Exchange clock, ms since the epoch; 0 before the first event. */
  long newestMs() {
    return newestMs;
  }

  /** Whether an event of that time can be true, as far as is known. */
  boolean isCredible(long timeMs) {
    return timeMs > NONE && (newestMs == NONE || timeMs - newestMs <= LEAP_MS);
  }

  /** Takes the time of the next event; false when it is not to be believed yet, or is none. */
  boolean reach(long timeMs) {
    if (timeMs <= NONE) {
      return false;
    }
    boolean confirmed = suspectMs != NONE && Math.abs(timeMs - suspectMs) <= LEAP_MS;
    if (!isCredible(timeMs) && !confirmed) {
      suspectMs = timeMs;
      return false;
    }
    suspectMs = NONE;
    newestMs = Math.max(newestMs, timeMs);
    return true;
  }
}
