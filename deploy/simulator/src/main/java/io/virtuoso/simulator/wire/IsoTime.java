package io.virtuoso.simulator.wire;

import java.time.Instant;

/**
 * Times as in {@code 2026-08-16T23:37:04.334000Z}. Keeps the text of the latest second.
 *
 * <p>Not thread-safe.
 */
public final class IsoTime {
  private static final int SECONDS_LENGTH = "2026-08-16T23:37:04".length();

  private long second = Long.MIN_VALUE;
  private String text = "";

  /** With microseconds; {@code millis} since 1970. */
  public String micros(long millis) {
    return seconds(millis) + '.' + fraction(millis) + "000Z";
  }

  /** With nanoseconds; {@code millis} since 1970. */
  public String nanos(long millis) {
    return seconds(millis) + '.' + fraction(millis) + "000000Z";
  }

  private String seconds(long millis) {
    long now = Math.floorDiv(millis, 1_000);
    if (now != second) {
      second = now;
      text = Instant.ofEpochSecond(now).toString().substring(0, SECONDS_LENGTH);
    }
    return text;
  }

  private static String fraction(long millis) {
    return Integer.toString(1_000 + Math.floorMod(millis, 1_000)).substring(1);
  }
}
