package io.virtuoso.engine.market.candle;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The candles of one instrument in all four intervals: base bars from trades, longer ones rolled
 * up, history from klines, and the gaps that remain.
 *
 * <p>A minute closes when a trade of a later one arrives, or when event time is a second past its
 * end; later trades of it are dropped and counted. A minute without a trade on an unbroken feed is
 * a flat bar; a minute that the feed missed is a gap. A bar that the feed joined or left in the
 * middle is partial until the exchange's own closed kline corrects it. A closed bar is told once
 * and never again, even when it is corrected.
 *
 * <p>History: oldest first, the longest interval first and base bars last, before or while trades
 * arrive. A kline older than the newest known bar fills its hole silently.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class Candles implements OpenBars {
  private static final int KEPT_MINUTES = 1_000;
  private static final int KEPT_LONGER = 300;

  private final Instrument instrument;
  private final BarListener listener;
  private final CandleCounts counts = new CandleCounts();
  private final BarSeries minuteSeries = new BarSeries(KEPT_MINUTES);
  private final MinuteBars minutes;
  private final RollUp fiveMinutes;
  private final RollUp thirtyMinutes;
  private final RollUp fourHours;
  private final LastDay lastDay;

  /** No bars yet. */
  public Candles(Instrument instrument, BarListener listener) {
    this.instrument = instrument;
    this.listener = listener;
    minutes = new MinuteBars(instrument, minuteSeries, new Downstream(), counts);
    fiveMinutes = longer(Interval.FIVE_MINUTES);
    thirtyMinutes = longer(Interval.THIRTY_MINUTES);
    fourHours = longer(Interval.FOUR_HOURS);
    lastDay = new LastDay(fiveMinutes.series());
  }

  /**
   * Takes a trade.
   *
   * @param timeMs when it matched, exchange clock
   */
  public void onTrade(long timeMs, long ticks, long lots, boolean takerBuy) {
    minutes.onTrade(timeMs, ticks, lots, takerBuy);
  }

  /** Takes what the exchange states about a bar, closed or not, of any interval. */
  public void onKline(Kline kline) {
    if (!isWellFormed(kline)) {
      counts.refused++;
      return;
    }
    switch (kline.interval) {
      case ONE_MINUTE -> minutes.onKline(kline);
      case FIVE_MINUTES -> onKline(fiveMinutes, kline);
      case THIRTY_MINUTES -> onKline(thirtyMinutes, kline);
      case FOUR_HOURS -> onKline(fourHours, kline);
    }
  }

  /** The exchange's clock has come this far, as other events tell; ms since the epoch. */
  public void advance(long eventTimeMs) {
    minutes.advance(eventTimeMs);
  }

  /** Trades may have been lost; the next event tells up to when. */
  public void onFeedGap() {
    minutes.onFeedGap();
  }

  @Override
  public @Nullable BarView open(Interval interval) {
    Bar open = minutes.open();
    return switch (interval) {
      case ONE_MINUTE -> open.isEmpty() ? null : open;
      case FIVE_MINUTES -> fiveMinutes.open(open);
      case THIRTY_MINUTES -> thirtyMinutes.open(open);
      case FOUR_HOURS -> fourHours.open(open);
    };
  }

  /** What happened to the input. */
  public CandleCounts counts() {
    return counts;
  }

  /** How many closed bars of the interval are kept. */
  public int size(Interval interval) {
    return series(interval).size();
  }

  /** A closed bar; {@code i} counts from 0, the oldest kept. Valid until the next event. */
  public BarView bar(Interval interval, int i) {
    return series(interval).get(i);
  }

  /**
   * Copies the newest bars that open in a stretch of time, the one in progress included. When the
   * stretch is over, what is missing at its ends is a gap as well; at its beginning no more than
   * {@code limit} bars can have been meant.
   *
   * @param fromMs inclusive, exchange clock, ms since the epoch; {@link Long#MIN_VALUE} for the
   *     oldest known
   * @param toMs exclusive
   * @param limit how many bars at most
   */
  public BarRange bars(Interval interval, long fromMs, long toMs, int limit) {
    BarSeries series = series(interval);
    BarView open = open(interval);
    boolean withOpen =
        limit > 0 && open != null && open.openTimeMs() >= fromMs && open.openTimeMs() < toMs;
    int end = series.firstFrom(toMs);
    int begin = series.firstFrom(fromMs);
    begin = Math.max(begin, end - Math.max(0, withOpen ? limit - 1 : limit));
    List<Bar> bars = new ArrayList<>();
    for (int i = begin; i < end; i++) {
      bars.add(copy(series.get(i)));
    }
    if (withOpen && open instanceof Bar bar) {
      bars.add(copy(bar));
    }
    return new BarRange(bars, gaps(bars, interval, fromMs, toMs, limit));
  }

  /** The last price known to candles, quote currency; NaN when there is none. */
  public double lastPrice() {
    Bar newest = minuteSeries.newest();
    if (!minutes.open().isEmpty()) {
      return minutes.open().close();
    }
    return newest == null ? Double.NaN : newest.close();
  }

  /**
   * Percent against the close before the last 288 five-minute bars, the one in progress counted;
   * NaN when that bar is not known.
   */
  public double change24h() {
    return lastDay.change(minutes.minute(), lastPrice());
  }

  /**
   * Quote currency traded in the last 288 five-minute bars, the one in progress counted; NaN when
   * one of them is not known. A bar whose source does not tell its quote volume counts as volume
   * times typical price, (high + low + close) / 3.
   */
  public double turnover24h() {
    return lastDay.turnover(minutes.minute(), open(Interval.FIVE_MINUTES));
  }

  private boolean isWellFormed(Kline kline) {
    long time = kline.openTimeMs;
    return kline.instrument == instrument
        && time > 0
        && kline.interval.openTime(time) == time
        && minutes.isCredible(time)
        && kline.low > 0
        && kline.low <= Math.min(kline.open, kline.close)
        && kline.high >= Math.max(kline.open, kline.close)
        && kline.volume >= 0;
  }

  private void onKline(RollUp rollUp, Kline kline) {
    rollUp.onKline(kline, minutes.minute(), minutes.wholeFrom());
  }

  private RollUp longer(Interval interval) {
    return new RollUp(interval, KEPT_LONGER, minuteSeries, listener, counts);
  }

  private BarSeries series(Interval interval) {
    return switch (interval) {
      case ONE_MINUTE -> minuteSeries;
      case FIVE_MINUTES -> fiveMinutes.series();
      case THIRTY_MINUTES -> thirtyMinutes.series();
      case FOUR_HOURS -> fourHours.series();
    };
  }

  private static Bar copy(Bar bar) {
    Bar copy = new Bar();
    copy.copyFrom(bar);
    return copy;
  }

  private List<BarRange.Gap> gaps(
      List<Bar> bars, Interval interval, long fromMs, long toMs, int limit) {
    boolean over = toMs <= minutes.minute();
    long end = over ? firstOpenFrom(interval, toMs) : Long.MIN_VALUE;
    long expected =
        over && fromMs > Long.MIN_VALUE
            ? Math.max(firstOpenFrom(interval, fromMs), end - limit * interval.millis())
            : Long.MAX_VALUE;
    List<BarRange.Gap> gaps = new ArrayList<>();
    for (Bar bar : bars) {
      if (bar.openTimeMs() > expected) {
        gaps.add(new BarRange.Gap(expected, bar.openTimeMs()));
      }
      expected = bar.openTimeMs() + interval.millis();
    }
    if (end > expected) {
      gaps.add(new BarRange.Gap(expected, end));
    }
    return gaps;
  }

  private static long firstOpenFrom(Interval interval, long timeMs) {
    return interval.openTime(timeMs - 1) + interval.millis();
  }

  /** Carries what becomes of base bars to the listener and the longer intervals. */
  private final class Downstream implements MinuteBars.Sink {
    @Override
    public void closed(Bar bar) {
      listener.onBarClosed(Interval.ONE_MINUTE, bar);
      fiveMinutes.onBase(bar);
      thirtyMinutes.onBase(bar);
      fourHours.onBase(bar);
    }

    @Override
    public void changed(long openTimeMs) {
      fiveMinutes.baseChanged(openTimeMs);
      thirtyMinutes.baseChanged(openTimeMs);
      fourHours.baseChanged(openTimeMs);
    }

    @Override
    public void reached(long timeMs) {
      fiveMinutes.reached(timeMs);
      thirtyMinutes.reached(timeMs);
      fourHours.reached(timeMs);
    }

    @Override
    public void entered(long minute) {
      fiveMinutes.entered(minute);
      thirtyMinutes.entered(minute);
      fourHours.entered(minute);
    }
  }
}
