package io.virtuoso.simulator.rest;

/**
 * What one address may ask in a window of time: beyond the limit 429, and 418 for longer and longer
 * to whoever does not stop. Times are market time in ms.
 */
final class WeightLimit {
  private static final int REFUSALS_BEFORE_BAN = 10;
  private static final long FIRST_BAN = 120_000;
  private static final long LONGEST_BAN = 3 * 86_400_000L;

  /**
   * The answer to one request.
   *
   * @param used weight used in this window
   * @param status 200, 429 or 418
   * @param retryAfter seconds to wait, 0 if welcome
   */
  record Verdict(int used, int status, int retryAfter) {}

  private final int limit;
  private final long window;
  private long windowStart;
  private int used;
  private int refusals;
  private long banLength = FIRST_BAN;
  private long bannedUntil;

  WeightLimit(int limit, long window) {
    this.limit = limit;
    this.window = window;
  }

  Verdict charge(int weight, long now) {
    long start = now - Math.floorMod(now, window);
    if (start != windowStart) {
      windowStart = start;
      used = 0;
      refusals = 0;
    }
    if (now < bannedUntil) {
      return new Verdict(used, 418, seconds(bannedUntil - now));
    }
    used += weight;
    if (used <= limit) {
      return new Verdict(used, 200, 0);
    }
    refusals++;
    if (refusals > REFUSALS_BEFORE_BAN) {
      bannedUntil = now + banLength;
      banLength = Math.min(LONGEST_BAN, 2 * banLength);
      return new Verdict(used, 418, seconds(bannedUntil - now));
    }
    return new Verdict(used, 429, seconds(windowStart + window - now));
  }

  int limit() {
    return limit;
  }

  private static int seconds(long millis) {
    return (int) ((millis + 999) / 1_000);
  }
}
