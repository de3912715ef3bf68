package io.virtuoso.simulator.market;

import org.jspecify.annotations.Nullable;

/**
 * The lengths of the candles that the exchange keeps, each with how many closed ones it remembers.
 */
public enum BarInterval {
  ONE_MINUTE(60_000L, 1_700),
  FIVE_MINUTES(5 * 60_000L, 500),
  THIRTY_MINUTES(30 * 60_000L, 500),
  FOUR_HOURS(240 * 60_000L, 400);

  private final long millis;
  private final int kept;

  BarInterval(long millis, int kept) {
    this.millis = millis;
    this.kept = kept;
  }

  /** That of so many minutes, as several exchanges name it; null when none is as long. */
  public static @Nullable BarInterval ofMinutes(String minutes) {
    for (BarInterval interval : values()) {
      if (minutes.equals(Long.toString(interval.millis / 60_000))) {
        return interval;
      }
    }
    return null;
  }

  /** Length in ms. */
  public long millis() {
    return millis;
  }

  int kept() {
    return kept;
  }

  /** Start of the bar that holds {@code time} (ms since 1970). */
  public long open(long time) {
    return time - Math.floorMod(time, millis);
  }
}
