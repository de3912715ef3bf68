package io.virtuoso.engine.inbound.exchange.live;

/**
 * How one stream uses to speak, and whether it still does. Until it has spoken often and for a
 * while nothing is expected of it; then silence of twice its longest pause, and never less than the
 * usual bound, is suspicious. Times are ms on the loop's clock.
 */
final class StreamRhythm {
  private static final int LEAST_MESSAGES = 30;
  private static final long LEAST_MS = 60_000;
  private static final int MOST_PATIENCE = 8;

  /** Told once a second as long as it lasts. */
  private static final long FROZEN_MS = 2_500;

  /** Pauses are forgotten slowly: after some thousand messages a long one counts half. */
  private static final double KEPT = 0.9998;

  private final long usualMs;
  private long firstMs = -1;
  private long lastMs;
  private long messages;
  private double longestMs;
  private int patience = 1;
  private long rejoinedMs = -1;
  private long frozenMs = -1;

  StreamRhythm(long usualMs) {
    this.usualMs = usualMs;
  }

  void heard(long nowMs) {
    if (firstMs < 0) {
      firstMs = nowMs;
    } else if (isFrozen(nowMs)) {
      lastMs = nowMs;
      return;
    } else if (rejoinedMs < 0) {
      longestMs = Math.max(longestMs * KEPT, (double) (nowMs - lastMs));
    } else {
      // A pause that a new subscription ended was none of the market's.
      rejoinedMs = -1;
    }
    lastMs = nowMs;
    messages++;
  }

  /** What comes tells nothing new. */
  void frozen(long nowMs) {
    frozenMs = nowMs;
  }

  private boolean isFrozen(long nowMs) {
    return frozenMs >= 0 && nowMs - frozenMs < FROZEN_MS;
  }

  /** The connection is new: silence counts from here. */
  void begin(long nowMs) {
    lastMs = nowMs;
    rejoinedMs = -1;
    frozenMs = -1;
  }

  /** We could not listen for so long. */
  void excuse(long lateMs) {
    lastMs += lateMs;
    if (rejoinedMs >= 0) {
      rejoinedMs += lateMs;
    }
  }

  /** Whether it is time to leave it and join it again. */
  boolean isSilent(long nowMs) {
    boolean known = messages >= LEAST_MESSAGES && lastMs - firstMs >= LEAST_MS;
    boolean silent = known && nowMs - lastMs >= limitMs();
    return rejoinedMs < 0 && (silent || isFrozen(nowMs));
  }

  void rejoined(long nowMs) {
    rejoinedMs = nowMs;
  }

  /** Whether joining it again has not helped either. A slow stream is given its own time again. */
  boolean isLost(long nowMs) {
    long waitMs = isFrozen(nowMs) ? usualMs * patience : limitMs();
    return rejoinedMs >= 0 && nowMs - rejoinedMs >= waitMs;
  }

  /** The connection was given up for it: next time it is suffered longer. */
  void gaveUp() {
    patience = Math.min(2 * patience, MOST_PATIENCE);
  }

  private long limitMs() {
    return Math.max(usualMs, Math.round(2 * longestMs)) * patience;
  }
}
