package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;

/**
 * How often a venue is connected to, over all its connections: at most 60 times in any five
 * minutes, and never two at once, so that connections lost together return one by one.
 */
final class ConnectBudget {
  static final int ATTEMPTS = 60;
  static final Duration WINDOW = Duration.ofMinutes(5);
  static final long SPACING_MS = 350;

  private final RateWindow window = new RateWindow(ATTEMPTS, WINDOW);
  private long nextMs = Long.MIN_VALUE;

  /** Takes an attempt and answers 0, or answers for how many ms there is none. */
  long take(long nowMs) {
    long waitMs = Math.max(window.waitMs(1, nowMs), nextMs <= nowMs ? 0 : nextMs - nowMs);
    if (waitMs == 0) {
      window.take(1, nowMs);
      nextMs = nowMs + SPACING_MS;
    }
    return waitMs;
  }
}
