package io.virtuoso.engine.market.candle;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.model.Interval;

/** Base bars: when a minute opens and closes, and whether it is whole, flat or lost. */
final class MinuteBars {
  /** Who hears what becomes of the base bars. */
  interface Sink {
    /** A bar newer than all before it has closed. */
    void closed(Bar bar);

    /** A bar that is not the newest was filled in or corrected. */
    void changed(long openTimeMs);

    /** Nothing before this time is still to come. */
    void reached(long timeMs);

    /** The feed begins to be followed in this minute. */
    void entered(long minute);
  }

  /** How long after its end a minute waits for its last trades, ms of event time. */
  static final long GRACE_MS = 1_000;

  /** A clock that leaps farther needs a second event to be believed, ms of event time. */
  static final long LEAP_MS = 86_400_000;

  private static final long MINUTE = Interval.ONE_MINUTE.millis();
  private static final long UNSET = Long.MIN_VALUE;

  private final Instrument instrument;
  private final BarSeries series;
  private final Sink sink;
  private final CandleCounts counts;
  private final Bar open = new Bar();
  private final Bar scratch = new Bar();

  /** End of the last closed minute; the open bar, when there is one, begins here. */
  private long closedThrough = UNSET;

  /** The newest event time. */
  private long clock = UNSET;

  private long wholeFrom = Long.MAX_VALUE;

  private boolean continuous;
  private long suspectTime = UNSET;

  MinuteBars(Instrument instrument, BarSeries series, Sink sink, CandleCounts counts) {
    this.instrument = instrument;
    this.series = series;
    this.sink = sink;
    this.counts = counts;
  }

  Bar open() {
    return open;
  }

  /** The minute in progress, or {@link Long#MIN_VALUE} before anything is known. */
  long minute() {
    return closedThrough;
  }

  /** The first minute that the feed has covered, and goes on to cover, from its beginning. */
  long wholeFrom() {
    return wholeFrom;
  }

  void onTrade(long timeMs, long ticks, long lots, boolean takerBuy) {
    // A recorded trade may be smaller than its venue writes down, so a size of 0 is none to refuse.
    if (ticks <= 0 || lots < 0 || !observe(timeMs)) {
      counts.refused++;
      return;
    }
    long minute = minuteOf(timeMs);
    if (minute < closedThrough) {
      counts.late++;
      return;
    }
    closeThrough(minute);
    int price = instrument.priceScale();
    int quantity = instrument.quantityScale();
    if (open.isEmpty()) {
      open.begin(minute, price, quantity, ticks, lots, takerBuy);
      if (minute < wholeFrom) {
        open.markPartial();
      }
      return;
    }
    try {
      open.add(price, quantity, ticks, lots, takerBuy);
    } catch (ArithmeticException _) {
      counts.refused++;
      open.markPartial();
    }
  }

  void advance(long eventTimeMs) {
    if (observe(eventTimeMs)) {
      closeThrough(minuteOf(eventTimeMs - GRACE_MS));
    } else {
      counts.refused++;
    }
  }

  void onFeedGap() {
    continuous = false;
    wholeFrom = Long.MAX_VALUE;
    if (!open.isEmpty()) {
      open.markPartial();
    }
  }

  void onKline(Kline kline) {
    long time = kline.openTimeMs;
    if (!kline.closed) {
      unclosed(kline);
    } else if (time < closedThrough) {
      past(kline);
    } else if (open.isEmpty() || open.openTimeMs() != time || open.isPartial()) {
      closeThrough(time);
      open.begin(kline);
      closeThrough(time + MINUTE);
    } // else the trades themselves have told this bar: it closes by its own rule
  }

  private void unclosed(Kline kline) {
    long time = kline.openTimeMs;
    if (kline.volume == 0 || time < closedThrough) {
      return;
    }
    boolean entering = !continuous || (time == closedThrough && time < wholeFrom);
    if (!entering) {
      return;
    }
    closeThrough(time);
    scratch.begin(kline);
    scratch.markPartial();
    if (open.isEmpty()) {
      open.copyFrom(scratch);
      return;
    }
    try {
      open.complete(scratch);
    } catch (ArithmeticException _) {
      counts.refused++;
    }
  }

  /** A closed kline of a minute that is over. */
  private void past(Kline kline) {
    long time = kline.openTimeMs;
    int at = series.indexOf(time);
    scratch.begin(kline);
    if (at < 0) {
      if (time > series.newestOpenTime()) {
        sink.closed(series.append(scratch));
        return;
      }
      boolean kept = series.insert(scratch);
      counts.inserted(kept);
      if (kept) {
        sink.changed(time);
      }
    } else if (series.get(at).isPartial()) {
      series.replace(at, scratch);
      counts.corrected++;
      sink.changed(time);
    } else {
      counts.ignored++;
      counts.disagreeing += series.get(at).hasVolumeOf(scratch) ? 0 : 1;
    }
  }

  /** Moves the clock; false when the time cannot be believed. */
  private boolean observe(long timeMs) {
    if (timeMs <= 0) {
      return false;
    }
    if (continuous && timeMs > clock + LEAP_MS) {
      boolean confirmed = suspectTime != UNSET && Math.abs(timeMs - suspectTime) <= LEAP_MS;
      if (!confirmed) {
        suspectTime = timeMs;
        return false;
      }
      onFeedGap();
    }
    suspectTime = UNSET;
    clock = Math.max(clock, timeMs);
    if (!continuous) {
      long minute = minuteOf(timeMs);
      closeThrough(minute);
      wholeFrom = minute + MINUTE;
      continuous = true;
      sink.entered(minute);
    }
    return true;
  }

  private void closeThrough(long limit) {
    while (closedThrough < limit) {
      Bar newest = series.newest();
      if (!open.isEmpty()) {
        closedThrough = open.openTimeMs() + MINUTE;
        close(open);
      } else if (closedThrough >= wholeFrom
          && newest != null
          && newest.openTimeMs() == closedThrough - MINUTE) {
        scratch.beginFlat(closedThrough, newest);
        closedThrough += MINUTE;
        close(scratch);
      } else { // lost, or not known to be quiet
        closedThrough = limit;
      }
      sink.reached(closedThrough);
    }
  }

  private void close(Bar bar) {
    Bar kept = series.append(bar);
    bar.clear();
    sink.closed(kept);
  }

  private static long minuteOf(long timeMs) {
    return Interval.ONE_MINUTE.openTime(timeMs);
  }

  /** Whether a kline of this time can be true as far as the clock is known. */
  boolean isCredible(long klineOpenTimeMs) {
    return !continuous || klineOpenTimeMs <= clock + MINUTE;
  }
}
