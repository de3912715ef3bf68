package io.virtuoso.gateway.route.query;

import io.virtuoso.model.Interval;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a stretch of bars begins or ends. Any moment inside a bar stands for that bar: fewer keys,
 * same bars. Stands behind the interval, and the end behind the beginning.
 *
 * @param start the bound that must lie before this one; null when this is the beginning
 */
record BarBound(String name, String about, @Nullable Parameter start) implements Parameter {
  /** Epoch ms beyond the year 2500 are a mistake of unit. */
  private static final long LATEST_MS = 16_725_225_600_000L;

  @Override
  public Shape shape() {
    return Shape.text(null);
  }

  @Override
  public @Nullable String canonical(@Nullable String given, Query before) {
    if (given == null) {
      return null;
    }
    Interval bars = Interval.ofCode(before.text(Parameters.INTERVAL.name())).orElseThrow();
    long moment = moment(given);
    if (start == null) {
      return Long.toString(bars.openTime(moment));
    }
    long end = bars.openTime(moment + bars.millis() - 1);
    String from = before.get(start.name());
    if (from != null && Long.parseLong(from) >= end) {
      throw new BadQueryException(name, "later than " + start.name());
    }
    return Long.toString(end);
  }

  private long moment(String given) {
    try {
      long ms =
          given.chars().allMatch(c -> c >= '0' && c <= '9')
              ? Long.parseLong(given)
              : Instant.parse(given).toEpochMilli();
      if (ms >= 0 && ms <= LATEST_MS) {
        return ms;
      }
    } catch (NumberFormatException | DateTimeException | ArithmeticException notAMoment) {
      throw new BadQueryException(name, "epoch milliseconds or RFC 3339");
    }
    throw new BadQueryException(name, "between 1970 and 2500");
  }
}
