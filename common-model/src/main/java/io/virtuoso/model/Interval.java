package io.virtuoso.model;

import java.time.Duration;
import java.util.Optional;

/** The four candle intervals that the score reads, finest first; each divides the next. */
public enum Interval {
  ONE_MINUTE("1m", Duration.ofMinutes(1)),
  FIVE_MINUTES("5m", Duration.ofMinutes(5)),
  THIRTY_MINUTES("30m", Duration.ofMinutes(30)),
  FOUR_HOURS("4h", Duration.ofHours(4));

  private final String code;
  private final Duration duration;
  private final long millis;

  Interval(String code, Duration duration) {
    this.code = code;
    this.duration = duration;
    this.millis = duration.toMillis();
  }

  /** The name in routes and documents: {@code 1m}, {@code 5m}, {@code 30m} or {@code 4h}. */
  public String code() {
    return code;
  }

  public Duration duration() {
    return duration;
  }

  public long millis() {
    return millis;
  }

  /** The open time, in ms since the epoch, of the bar that holds {@code timeMs}; UTC aligned. */
  public long openTime(long timeMs) {
    return Math.floorDiv(timeMs, millis) * millis;
  }

  /** The interval whose {@link #code} is {@code code}. */
  public static Optional<Interval> ofCode(String code) {
    for (Interval interval : values()) {
      if (interval.code.equals(code)) {
        return Optional.of(interval);
      }
    }
    return Optional.empty();
  }
}
