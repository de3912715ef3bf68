package io.virtuoso.engine.measure.factor.flow;

/**
 * Since when trades are known, and since when without a loss. Presence of a factor follows the
 * first, its quality the second.
 */
final class TradeSpan {
  private static final long NEVER = -1;

  private long startMs = NEVER;
  private long completeMs = NEVER;
  private long newestMs = NEVER;

  /** A trade at {@code timeMs}; answers the time at which it counts, which never goes back. */
  long at(long timeMs) {
    newestMs = Math.max(newestMs, timeMs);
    if (startMs == NEVER) {
      startMs = newestMs;
    }
    if (completeMs == NEVER) {
      completeMs = newestMs;
    }
    return newestMs;
  }

  /** Trades were lost: completeness begins anew with the next trade. */
  void broken() {
    completeMs = NEVER;
  }

  /** Whether trades have been known for at least {@code ms}. */
  boolean known(long nowMs, long ms) {
    return startMs != NEVER && nowMs - startMs >= ms;
  }

  /** The share of the last {@code windowMs} in which no trade was lost, 0 to 1. */
  double complete(long nowMs, long windowMs) {
    return completeMs == NEVER ? 0 : Math.clamp((nowMs - completeMs) / (double) windowMs, 0.0, 1.0);
  }

  /** Event time of the newest trade. */
  long newestMs() {
    return newestMs;
  }
}
