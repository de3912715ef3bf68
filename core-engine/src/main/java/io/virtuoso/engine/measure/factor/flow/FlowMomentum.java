package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.SampledZScore;
import java.util.List;

/**
 * {@code flow_momentum}: how unusual the difference of a 10 s and a 60 s exponential average of
 * signed notional per second is. The averages move at the end of each second of event time, silent
 * seconds count as 0; the look-back is 30 min, one sample per 5 s in which a trade came. Quality is
 * the share of three slow time constants without a loss, times the samples up to 120.
 */
final class FlowMomentum implements FlowFactor {
  private static final long SECOND_MS = 1_000;
  private static final double FAST_SECONDS = 10;
  private static final double SLOW_SECONDS = 60;
  private static final long SAMPLE_MS = 5_000;
  private static final int SAMPLES = 360;
  private static final double ENOUGH_SAMPLES = 120;
  private static final long MEMORY_MS = 180_000;
  private static final long QUIET_MS = 1_800_000;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("fast", "quote/s"),
          new InputSpec("slow", "quote/s"),
          new InputSpec("z", "ratio"));

  private final TradeSpan span;
  private final SampledZScore lookBack = new SampledZScore(SAMPLE_MS, SAMPLES);
  private long second = -1;
  private double inSecond;
  private double fast;
  private double slow;

  FlowMomentum(TradeSpan span) {
    this.span = span;
  }

  void onTrade(long timeMs, double signed) {
    long next = timeMs / SECOND_MS;
    if (next > second) {
      if (second >= 0) {
        double fastThen = average(fast, FAST_SECONDS, next);
        slow = average(slow, SLOW_SECONDS, next);
        fast = fastThen;
        lookBack.offer(timeMs, fast - slow);
      }
      second = next;
      inSecond = 0;
    }
    inSecond += signed;
  }

  /** The average once every second before {@code until} is over. */
  private double average(double before, double tauSeconds, long until) {
    if (until <= second) {
      return before;
    }
    double kept = StrictMath.exp(-1 / tauSeconds);
    double closed = before + (1 - kept) * (inSecond - before);
    return closed * StrictMath.exp(-(until - second - 1) / tauSeconds);
  }

  @Override
  public String name() {
    return "flow_momentum";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    long now = nowMs / SECOND_MS;
    double fastNow = average(fast, FAST_SECONDS, now);
    double slowNow = average(slow, SLOW_SECONDS, now);
    double z = lookBack.of(fastNow - slowNow);
    out.input(0, fastNow);
    out.input(1, slowNow);
    out.input(2, z);
    if (lookBack.count() < SampledZScore.NEEDED) {
      out.absent("fewer than 30 samples");
    } else if (Double.isNaN(z)) {
      out.absent("the flow does not vary");
    } else if (nowMs - span.newestMs() > QUIET_MS) {
      out.absent("no trade in the last 30 min");
    } else {
      double quality =
          span.complete(nowMs, MEMORY_MS) * Math.min(1, lookBack.count() / ENOUGH_SAMPLES);
      out.present(StrictMath.tanh(z / 2), quality, span.newestMs());
    }
  }
}
