package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.market.SymbolMarket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds candles, and what is recorded at their ends. */
final class Bars {
  /** A period of statistics: every so many ms, read off candles of an interval. */
  record Period(BarInterval interval, long millis) {}

  private Bars() {}

  /**
   * Candles that open within the given times, oldest first, the unfinished one last. With a start
   * the first {@code limit} of them, else the latest.
   */
  static List<Bar> between(BarSeries series, OptionalLong start, OptionalLong end, int limit) {
    List<Bar> found = new ArrayList<>();
    for (int age = series.size() - 1; age >= -1; age--) {
      Bar bar = age < 0 ? series.current() : series.closed(age);
      if (bar.openTime() >= start.orElse(Long.MIN_VALUE)
          && bar.openTime() <= end.orElse(Long.MAX_VALUE)) {
        found.add(bar);
      }
    }
    return cut(found, start.isPresent(), limit);
  }

  /**
   * Closed candles at whose ends a period ends, oldest first; the times given are of those ends.
   */
  static List<Bar> at(
      SymbolMarket symbol, Period period, OptionalLong start, OptionalLong end, int limit) {
    BarSeries series = symbol.series(period.interval());
    List<Bar> found = new ArrayList<>();
    for (int age = series.size() - 1; age >= 0; age--) {
      Bar bar = series.closed(age);
      long time = bar.openTime() + period.interval().millis();
      if (time % period.millis() == 0
          && time >= start.orElse(Long.MIN_VALUE)
          && time <= end.orElse(Long.MAX_VALUE)) {
        found.add(bar);
      }
    }
    return cut(found, start.isPresent(), limit);
  }

  /** A period such as {@code 5m}, {@code 1h} or {@code 1d}; null if it is not offered. */
  static @Nullable Period period(String name) {
    return switch (name) {
      case "5m", "5min" -> new Period(BarInterval.FIVE_MINUTES, 300_000L);
      case "15m", "15min" -> new Period(BarInterval.FIVE_MINUTES, 900_000L);
      case "30m", "30min" -> new Period(BarInterval.THIRTY_MINUTES, 1_800_000L);
      case "1h" -> new Period(BarInterval.THIRTY_MINUTES, 3_600_000L);
      case "2h" -> new Period(BarInterval.THIRTY_MINUTES, 7_200_000L);
      case "4h" -> new Period(BarInterval.FOUR_HOURS, 14_400_000L);
      case "12h" -> new Period(BarInterval.FOUR_HOURS, 43_200_000L);
      case "1d" -> new Period(BarInterval.FOUR_HOURS, 86_400_000L);
      default -> null;
    };
  }

  private static List<Bar> cut(List<Bar> bars, boolean fromStart, int limit) {
    int size = bars.size();
    if (size <= limit) {
      return bars;
    }
    return fromStart ? bars.subList(0, limit) : bars.subList(size - limit, size);
  }
}
