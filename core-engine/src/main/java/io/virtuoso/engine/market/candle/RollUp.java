package io.virtuoso.engine.market.candle;

import io.virtuoso.engine.event.Kline;
import io.virtuoso.model.Interval;
import org.jspecify.annotations.Nullable;

/**
 * The bars of one longer interval, made of closed base bars or taken from history.
 *
 * <p>A bar in progress is the exact sum of its base bars when all of them are known from its first
 * minute on. When they are not, it continues what the exchange stated about it (the seed), and is
 * partial.
 */
final class RollUp {
  private static final long MINUTE = Interval.ONE_MINUTE.millis();
  private static final long UNDETERMINED = Long.MAX_VALUE;

  private final Interval interval;
  private final BarSeries base;
  private final BarSeries series;
  private final BarListener listener;
  private final CandleCounts counts;

  private final Bar running = new Bar();
  private final Bar seed = new Bar();
  private final Bar view = new Bar();
  private final Bar scratch = new Bar();

  /** The minute in which the seed was stated; minutes before it are in the seed. */
  private long seedMinute = UNDETERMINED;

  /** Open time of the base bar that would continue the running bar without a hole. */
  private long nextBase;

  private boolean seeded;

  RollUp(Interval interval, int kept, BarSeries base, BarListener listener, CandleCounts counts) {
    this.interval = interval;
    this.base = base;
    this.series = new BarSeries(kept);
    this.listener = listener;
    this.counts = counts;
  }

  BarSeries series() {
    return series;
  }

  /** A base bar, newer than all before it, has closed. */
  void onBase(Bar bar) {
    long start = interval.openTime(bar.openTimeMs());
    if (series.newestOpenTime() >= start) {
      baseChanged(bar.openTimeMs());
      return;
    }
    if (!running.isEmpty() && running.openTimeMs() != start) {
      finish();
    }
    if (running.isEmpty()) {
      nextBase = start;
    }
    if (seeded && firstBaseIfWhole(start, bar.openTimeMs()) >= 0) {
      rebuild(start);
    } else {
      add(running, bar);
      nextBase = bar.openTimeMs() + MINUTE;
    }
    if (nextBase == start + interval.millis()) {
      finish();
    }
  }

  /** Nothing before this time is still to come. */
  void reached(long timeMs) {
    if (!running.isEmpty() && running.openTimeMs() + interval.millis() <= timeMs) {
      finish();
    }
  }

  /** The feed begins to be followed in this minute. */
  void entered(long minute) {
    if (seeded && seedMinute == UNDETERMINED) {
      seedMinute = minute;
    }
  }

  /** A base bar, not the newest, was filled in or corrected. */
  void baseChanged(long baseOpenTime) {
    long start = interval.openTime(baseOpenTime);
    if (series.newestOpenTime() < start) {
      if (!running.isEmpty() && running.openTimeMs() == start) {
        rebuild(start);
      }
      return;
    }
    int at = series.indexOf(start);
    int from = firstBaseIfWhole(start, start + interval.millis() - MINUTE);
    if (from < 0 || (at >= 0 && !series.get(at).isPartial())) {
      return;
    }
    sum(scratch, from, start);
    if (scratch.isPartial()) {
      return;
    }
    if (at >= 0) {
      series.replace(at, scratch);
      counts.corrected++;
    } else if (series.insert(scratch)) {
      counts.filled++;
    }
  }

  /**
   * Takes what the exchange states about one bar.
   *
   * @param minute the minute in progress as far as is known, or {@link Long#MIN_VALUE}
   * @param wholeFrom the first minute that the feed covers from its beginning
   */
  void onKline(Kline kline, long minute, long wholeFrom) {
    if (kline.closed) {
      closed(kline);
    } else if (kline.openTimeMs > series.newestOpenTime()
        && kline.openTimeMs < wholeFrom
        && kline.volume > 0) {
      seed(kline, minute);
    }
  }

  /** The bar in progress, given the base bar in progress; null when both are empty. */
  @Nullable BarView open(Bar openBase) {
    if (openBase.isEmpty()) {
      return running.isEmpty() ? null : running;
    }
    long start = interval.openTime(openBase.openTimeMs());
    if (series.newestOpenTime() >= start) {
      return null;
    }
    view.clear();
    if (!running.isEmpty()) {
      view.copyFrom(running);
    }
    add(view, openBase);
    return view;
  }

  private void closed(Kline kline) {
    long start = kline.openTimeMs;
    int at = series.indexOf(start);
    scratch.begin(kline);
    if (at >= 0) {
      if (series.get(at).isPartial()) {
        series.replace(at, scratch);
        counts.corrected++;
      } else {
        counts.ignored++;
      }
    } else if (start < series.newestOpenTime()) {
      counts.inserted(series.insert(scratch));
    } else if (running.isEmpty() || running.isPartial() || running.openTimeMs() != start) {
      if (!running.isEmpty() && running.openTimeMs() < start) {
        finish();
        scratch.begin(kline);
      }
      if (running.openTimeMs() == start) {
        forget();
      }
      tell(scratch);
    }
  }

  private void seed(Kline kline, long minute) {
    long start = kline.openTimeMs;
    if (!running.isEmpty() && running.openTimeMs() != start) {
      if (running.openTimeMs() > start) {
        return;
      }
      finish();
    }
    seed.begin(kline);
    seeded = true;
    seedMinute = minute == Long.MIN_VALUE ? UNDETERMINED : minute;
    rebuild(start);
  }

  private void rebuild(long start) {
    int from = base.firstFrom(start);
    if (seeded && firstBaseIfWhole(start, lastBaseNeeded()) < 0) {
      running.copyFrom(seed);
      running.markPartial();
      nextBase = UNDETERMINED;
      for (int i = from; i < base.size(); i++) {
        add(running, base.get(i));
        nextBase = base.get(i).openTimeMs() + MINUTE;
      }
    } else {
      seeded = false;
      sum(running, from, start);
    }
  }

  /** The minute up to which base bars have to be known to be worth more than the seed. */
  private long lastBaseNeeded() {
    long newest = base.newestOpenTime();
    return seedMinute == UNDETERMINED ? newest : Math.max(newest, seedMinute - MINUTE);
  }

  /** Sums the base bars from index {@code from} on that belong to the bar at {@code start}. */
  private void sum(Bar into, int from, long start) {
    long end = start + interval.millis();
    long next = start;
    into.clear();
    for (int i = from; i < base.size() && base.get(i).openTimeMs() < end; i++) {
      Bar bar = base.get(i);
      if (into.isEmpty()) {
        into.copyFrom(bar);
        into.widen(start);
      } else {
        append(into, bar, true);
      }
      if (bar.openTimeMs() != next) {
        into.markPartial();
      }
      next = bar.openTimeMs() + MINUTE;
    }
    if (into == running) {
      nextBase = next;
    }
  }

  private void add(Bar into, Bar bar) {
    if (into.isEmpty()) {
      into.copyFrom(bar);
      into.widen(interval.openTime(bar.openTimeMs()));
      if (bar.openTimeMs() != into.openTimeMs()) {
        into.markPartial();
      }
      return;
    }
    if (seeded) {
      if (bar.openTimeMs() >= seedMinute) {
        // Of the seed's own minute an unknown part is in the seed: rather too little than twice.
        append(into, bar, bar.openTimeMs() != seedMinute);
      }
      return;
    }
    append(into, bar, true);
    if (bar.openTimeMs() != nextBase) {
      into.markPartial();
    }
  }

  private void append(Bar into, Bar bar, boolean withVolume) {
    try {
      into.append(bar, withVolume);
    } catch (ArithmeticException _) {
      into.markPartial();
      counts.refused++;
    }
  }

  private void finish() {
    long start = running.openTimeMs();
    if (nextBase != start + interval.millis()) {
      running.markPartial();
    }
    int at = series.indexOf(start);
    scratch.copyFrom(running);
    forget();
    if (at >= 0) {
      if (series.get(at).isPartial() && !scratch.isPartial()) {
        series.replace(at, scratch);
        counts.corrected++;
      }
    } else if (start > series.newestOpenTime()) {
      tell(scratch);
    }
  }

  private void forget() {
    running.clear();
    seeded = false;
    seedMinute = UNDETERMINED;
  }

  private void tell(Bar bar) {
    listener.onBarClosed(interval, series.append(bar));
  }

  /** Index of the base bar at {@code from} when all up to {@code to} are known, else -1. */
  private int firstBaseIfWhole(long from, long to) {
    int first = base.indexOf(from);
    int last = base.indexOf(to);
    return from <= to && first >= 0 && last >= 0 && last - first == (to - from) / MINUTE
        ? first
        : -1;
  }
}
