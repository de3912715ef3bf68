package io.virtuoso.engine.market.candle;

import io.virtuoso.model.Interval;
import org.jspecify.annotations.Nullable;

/** Change and turnover of the last 24 hours, from five-minute bars. */
final class LastDay {
  private static final long STEP = Interval.FIVE_MINUTES.millis();
  private static final int CLOSED_BARS = 287; // and the one in progress
  private static final long DAY = (CLOSED_BARS + 1) * STEP;

  private final BarSeries series;

  // The closed part of the turnover, as long as nothing has changed.
  private long summedAt = Long.MIN_VALUE;
  private long summedChanges = -1;
  private double closedTurnover = Double.NaN;

  LastDay(BarSeries series) {
    this.series = series;
  }

  double change(long minute, double price) {
    if (minute == Long.MIN_VALUE) {
      return Double.NaN;
    }
    int at = series.indexOf(Interval.FIVE_MINUTES.openTime(minute) - DAY);
    return at < 0 ? Double.NaN : (price / series.get(at).close() - 1) * 100;
  }

  double turnover(long minute, @Nullable BarView open) {
    if (minute == Long.MIN_VALUE) {
      return Double.NaN;
    }
    long current = Interval.FIVE_MINUTES.openTime(minute);
    if (summedAt != current || summedChanges != series.changes()) {
      summedAt = current;
      summedChanges = series.changes();
      closedTurnover = sum(current);
    }
    return closedTurnover + (open == null ? 0 : quote(open));
  }

  private double sum(long current) {
    int first = series.indexOf(current - DAY + STEP);
    int last = series.indexOf(current - STEP);
    if (first < 0 || last - first != CLOSED_BARS - 1) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = first; i <= last; i++) {
      sum += quote(series.get(i));
    }
    return sum;
  }

  private static double quote(BarView bar) {
    double known = bar.quoteVolume();
    return Double.isNaN(known) ? bar.volume() * (bar.high() + bar.low() + bar.close()) / 3 : known;
  }
}
