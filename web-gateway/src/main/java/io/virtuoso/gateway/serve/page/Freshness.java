package io.virtuoso.gateway.serve.page;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How old a value of each class may be and still be called live, delayed or stale. The browser
 * holds the same table ({@code freshness.ts}) and goes on ageing from where the server stopped.
 */
enum Freshness {
  PRICE(Duration.ofSeconds(3), Duration.ofSeconds(15), Duration.ofMinutes(10)),
  SCORE(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(15)),
  DERIVATIVES(Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofHours(2));

  /** A stamp further ahead of our clock than this proves nothing about freshness. */
  private static final long FUTURE_TOLERANCE_MS = 30_000;

  private final long liveMs;
  private final long delayedMs;
  private final long staleMs;

  Freshness(Duration live, Duration delayed, Duration stale) {
    this.liveMs = live.toMillis();
    this.delayedMs = delayed.toMillis();
    this.staleMs = stale.toMillis();
  }

  /** What may be said of a value; the order is from the best to the worst. */
  enum State {
    LIVE("live"),
    DELAYED("delayed"),
    STALE("stale"),
    GONE("gone");

    private final String code;

    State(String code) {
      this.code = code;
    }

    /** The value of {@code data-state}. */
    String code() {
      return code;
    }

    /** The one of the two that promises less. */
    State worse(State other) {
      return compareTo(other) >= 0 ? this : other;
    }
  }

  /** ms between {@code asOf} and {@code now}; NaN when there is no time. */
  static double age(@Nullable Instant asOf, Instant now) {
    return asOf == null ? Double.NaN : Duration.between(asOf, now).toMillis();
  }

  /** The state of a value that is {@code ageMs} old; NaN is no age at all. */
  State of(double ageMs) {
    if (!Double.isFinite(ageMs)) {
      return State.GONE;
    }
    if (ageMs < -FUTURE_TOLERANCE_MS) {
      return State.STALE;
    }
    if (ageMs <= liveMs) {
      return State.LIVE;
    }
    if (ageMs <= delayedMs) {
      return State.DELAYED;
    }
    return ageMs <= staleMs ? State.STALE : State.GONE;
  }
}
