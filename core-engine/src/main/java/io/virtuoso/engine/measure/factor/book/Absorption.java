package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.LaggedValue;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code absorption}: aggressive notional of 30 s, in buckets of 1 s, that did not move the mid by
 * one (present) spread in its own direction: bought less sold against turnover, with the opposite
 * sign. If the mid followed the aggressor, nothing was absorbed and the bias is 0. Needs the book
 * for 30 s; quality is the number of trades up to 10.
 */
final class Absorption implements BookFactor {
  private static final long BUCKET_MS = 1_000;
  private static final int BUCKETS = 30;
  private static final double GAIN = 3;
  private static final double ENOUGH_TRADES = 10;
  private static final int SIGNED = 0;
  private static final int TURNOVER = 1;
  private static final int TRADES = 2;

  /** Whoever absorbs an aggressor without giving way is the stronger side. */
  private static final double AGAINST_THE_AGGRESSOR = -1;

  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("aggression", "quote"),
          new InputSpec("turnover", "quote"),
          new InputSpec("mid_change", "quote"),
          new InputSpec("spread", "quote"));

  private final LiveBook book;
  private final LaggedValue mid = new LaggedValue(BUCKETS, BUCKET_MS);
  private final TimeBuckets trades = new TimeBuckets(BUCKETS, BUCKET_MS, 3);

  Absorption(LiveBook book) {
    this.book = book;
  }

  void onBook(long timeMs) {
    mid.set(timeMs, book.mid());
  }

  void onTrade(long timeMs, double signed, double notional) {
    trades.advance(timeMs);
    trades.add(SIGNED, signed);
    trades.add(TURNOVER, notional);
    trades.add(TRADES, 1);
  }

  void restart() {
    mid.clear();
  }

  @Override
  public String name() {
    return "absorption";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double aggression = trades.sum(SIGNED, nowMs, BUCKETS);
    double turnover = trades.sum(TURNOVER, nowMs, BUCKETS);
    double moved = mid.latest() - mid.before(nowMs);
    double spread = book.isLive() ? book.spread() : Double.NaN;
    out.input(0, aggression);
    out.input(1, turnover);
    out.input(2, moved);
    out.input(3, spread);
    if (!book.isLive()) {
      out.absent(NO_BOOK);
    } else if (Double.isNaN(moved)) {
      out.absent("order book live for less than 30 s");
    } else if (!(turnover > 0)) {
      out.absent("no trade in the last 30 s");
    } else {
      boolean followed = moved * Math.signum(aggression) >= spread;
      double bias =
          followed ? 0 : AGAINST_THE_AGGRESSOR * StrictMath.tanh(GAIN * aggression / turnover);
      out.present(bias, trades.sum(TRADES, nowMs, BUCKETS) / ENOUGH_TRADES, book.newestMs());
    }
  }
}
