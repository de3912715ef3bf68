package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.RollingQuantile;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code large_trades}: bought less sold against all notional of the trades above the rolling 99th
 * percentile, over 15 min in buckets of 10 s. A trade is measured against the percentile of the
 * trades before it, which must be at least 100. Needs 3 large trades; quality is the share of the
 * window without a loss, times their number up to 10.
 */
final class LargeTrades implements FlowFactor {
  private static final long BUCKET_MS = 10_000;
  private static final int BUCKETS = 90;
  private static final long WINDOW_MS = BUCKETS * BUCKET_MS;
  private static final double PERCENTILE = .99;
  private static final long NEEDED_TRADES = 100;
  private static final double NEEDED_LARGE = 3;
  private static final double ENOUGH_LARGE = 10;
  private static final int SIGNED = 0;
  private static final int TURNOVER = 1;
  private static final int TRADES = 2;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("threshold", "quote"),
          new InputSpec("delta", "quote"),
          new InputSpec("turnover", "quote"),
          new InputSpec("trades", "count"));

  private final TradeSpan span;
  private final RollingQuantile threshold =
      new RollingQuantile(PERCENTILE, WINDOW_MS, NEEDED_TRADES);
  private final TimeBuckets window = new TimeBuckets(BUCKETS, BUCKET_MS, 3);

  LargeTrades(TradeSpan span) {
    this.span = span;
  }

  void onTrade(long timeMs, double signed, double notional) {
    if (threshold.isExceededBy(notional)) {
      window.advance(timeMs);
      window.add(SIGNED, signed);
      window.add(TURNOVER, notional);
      window.add(TRADES, 1);
    }
    threshold.add(timeMs, notional);
  }

  @Override
  public String name() {
    return "large_trades";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double delta = window.sum(SIGNED, nowMs, BUCKETS);
    double turnover = window.sum(TURNOVER, nowMs, BUCKETS);
    double trades = window.sum(TRADES, nowMs, BUCKETS);
    out.input(0, threshold.value());
    out.input(1, delta);
    out.input(2, turnover);
    out.input(3, trades);
    if (trades < NEEDED_LARGE) {
      out.absent("fewer than 3 large trades in the last 15 min");
    } else {
      double quality = span.complete(nowMs, WINDOW_MS) * Math.min(1, trades / ENOUGH_LARGE);
      out.present(delta / turnover, quality, span.newestMs());
    }
  }
}
