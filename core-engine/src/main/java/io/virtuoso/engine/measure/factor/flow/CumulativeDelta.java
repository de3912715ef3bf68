package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code cvd}: bought less sold notional against turnover over 30 min, in buckets of 10 s. Needs
 * trades for a quarter of the window; quality is the share of the window without a loss.
 */
final class CumulativeDelta implements FlowFactor {
  private static final long BUCKET_MS = 10_000;
  private static final int BUCKETS = 180;
  private static final long WINDOW_MS = BUCKETS * BUCKET_MS;
  private static final double GAIN = 3;
  private static final int SIGNED = 0;
  private static final int TURNOVER = 1;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("delta", "quote"),
          new InputSpec("turnover", "quote"),
          new InputSpec("ratio", "ratio"));

  private final TradeSpan span;
  private final TimeBuckets window = new TimeBuckets(BUCKETS, BUCKET_MS, 2);

  CumulativeDelta(TradeSpan span) {
    this.span = span;
  }

  void onTrade(long timeMs, double signed, double notional) {
    window.advance(timeMs);
    window.add(SIGNED, signed);
    window.add(TURNOVER, notional);
  }

  @Override
  public String name() {
    return "cvd";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double delta = window.sum(SIGNED, nowMs, BUCKETS);
    double turnover = window.sum(TURNOVER, nowMs, BUCKETS);
    double ratio = turnover > 0 ? delta / turnover : Double.NaN;
    out.input(0, delta);
    out.input(1, turnover);
    out.input(2, ratio);
    if (!span.known(nowMs, WINDOW_MS / 4)) {
      out.absent("trades known for less than 7.5 min");
    } else if (!(turnover > 0)) {
      out.absent("no trade in the last 30 min");
    } else {
      out.present(StrictMath.tanh(GAIN * ratio), span.complete(nowMs, WINDOW_MS), span.newestMs());
    }
  }
}
