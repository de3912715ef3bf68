package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code trade_imbalance}: bought less sold notional against turnover over 10 s, 30 s and 100 s,
 * weighted .5, .3 and .2 over those in which something traded; buckets of 1 s. Needs trades for 10
 * s; quality is the share of 100 s without a loss, times the number of trades in it up to 20.
 */
final class TradeImbalance implements FlowFactor {
  private static final long BUCKET_MS = 1_000;
  private static final int LONGEST = 100;
  private static final int[] WINDOWS = {10, 30, LONGEST};
  private static final double[] WEIGHTS = {.5, .3, .2};
  private static final double ENOUGH_TRADES = 20;
  private static final int SIGNED = 0;
  private static final int TURNOVER = 1;
  private static final int TRADES = 2;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("imbalance_10s", "ratio"),
          new InputSpec("imbalance_30s", "ratio"),
          new InputSpec("imbalance_100s", "ratio"),
          new InputSpec("trades", "count"));

  private final TradeSpan span;
  private final TimeBuckets window = new TimeBuckets(LONGEST, BUCKET_MS, 3);

  TradeImbalance(TradeSpan span) {
    this.span = span;
  }

  void onTrade(long timeMs, double signed, double notional) {
    window.advance(timeMs);
    window.add(SIGNED, signed);
    window.add(TURNOVER, notional);
    window.add(TRADES, 1);
  }

  @Override
  public String name() {
    return "trade_imbalance";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double weighted = 0;
    double weight = 0;
    for (int i = 0; i < WINDOWS.length; i++) {
      double turnover = window.sum(TURNOVER, nowMs, WINDOWS[i]);
      double imbalance =
          turnover > 0 ? window.sum(SIGNED, nowMs, WINDOWS[i]) / turnover : Double.NaN;
      out.input(i, imbalance);
      if (turnover > 0) {
        weighted += WEIGHTS[i] * imbalance;
        weight += WEIGHTS[i];
      }
    }
    double trades = window.sum(TRADES, nowMs, LONGEST);
    out.input(WINDOWS.length, trades);
    if (!span.known(nowMs, WINDOWS[0] * BUCKET_MS)) {
      out.absent("trades known for less than 10 s");
    } else if (weight == 0) {
      out.absent("no trade in the last 100 s");
    } else {
      double quality =
          span.complete(nowMs, LONGEST * BUCKET_MS) * Math.min(1, trades / ENOUGH_TRADES);
      out.present(weighted / weight, quality, span.newestMs());
    }
  }
}
