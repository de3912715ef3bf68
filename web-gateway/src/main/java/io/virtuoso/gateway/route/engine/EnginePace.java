package io.virtuoso.gateway.route.engine;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often an engine that is not well may be asked: while its breaker is not closed, one probe per
 * pause; after it has closed, few requests a second for some time, so that an engine that has just
 * come back is not knocked over by all that waited for it. Thread-safe.
 */
final class EnginePace {
  private static final long PAUSE = Duration.ofSeconds(2).toNanos();
  private static final long RECOVERY = Duration.ofSeconds(5).toNanos();
  private static final long SPACING = Duration.ofMillis(62).toNanos(); // 16 a second
  private static final int BURST = 4;

  private final Ticker ticker;
  private Phase phase = Phase.WELL;
  private long next;
  private long wellAt;

  private enum Phase {
    WELL,
    ILL,
    RECOVERING
  }

  EnginePace(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Whether the engine may be asked now. */
  synchronized boolean permits(boolean closed) {
    long now = ticker.read();
    if (!closed) {
      return mayProbe(now);
    }
    if (phase == Phase.ILL) {
      phase = Phase.RECOVERING;
      wellAt = now + RECOVERY;
      next = now + SPACING; // the probe that closed the breaker was one of them
    }
    if (phase == Phase.RECOVERING && now - wellAt >= 0) {
      phase = Phase.WELL;
    }
    return phase == Phase.WELL || mayFollow(now);
  }

  /** Whether it is asked less than everybody wants, for it is not well, or was not a moment ago. */
  synchronized boolean isSlow() {
    return switch (phase) {
      case WELL -> false;
      case ILL -> true;
      case RECOVERING -> ticker.read() - wellAt < 0;
    };
  }

  private boolean mayProbe(long now) {
    boolean fellIllNow = phase != Phase.ILL;
    phase = Phase.ILL;
    if (fellIllNow) {
      next = now + jittered();
      return false;
    }
    if (now - next < 0) {
      return false;
    }
    next = now + jittered();
    return true;
  }

  /** A bucket of a few requests, kept as the moment at which it is full. */
  private boolean mayFollow(long now) {
    long full = Math.max(now, next) + SPACING;
    if (full - now > BURST * SPACING) {
      return false;
    }
    next = full;
    return true;
  }

  private static long jittered() {
    return PAUSE - PAUSE / 10 + ThreadLocalRandom.current().nextLong(PAUSE / 5);
  }
}
