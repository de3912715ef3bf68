package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.SampledZScore;
import java.util.List;

/**
 * {@code funding}: the rate per 8 h, against its own last 30 days (one sample per 8 h) when nine
 * tenths of them are known and they vary, else against 0.05 %. Quality 1 with that history, .5
 * without.
 */
final class FundingRate implements CrowdFactor {
  static final double UNIT_HOURS = 8;
  private static final long SAMPLE_MS = 8 * 3_600_000L;
  private static final int SAMPLES = 90;
  private static final int ENOUGH_SAMPLES = 81;
  private static final double LARGE_RATE = .0005;
  private static final double WITHOUT_HISTORY = .5;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("rate_8h", "percent"),
          new InputSpec("z_30d", "ratio"),
          new InputSpec("samples", "count"));

  private final SampledZScore lookBack = new SampledZScore(SAMPLE_MS, SAMPLES);
  private double rate = Double.NaN;
  private long newestMs = -1;

  void onRate(long timeMs, double ratePerUnit) {
    lookBack.offer(timeMs, ratePerUnit);
    if (timeMs >= newestMs) {
      newestMs = timeMs;
      rate = ratePerUnit;
    }
  }

  @Override
  public String name() {
    return "funding";
  }

  @Override
  public Evidence evidence() {
    return Evidence.FUNDING;
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double z = lookBack.count() < ENOUGH_SAMPLES ? Double.NaN : lookBack.of(rate);
    out.input(0, 100 * rate);
    out.input(1, z);
    out.input(2, lookBack.count());
    if (Double.isNaN(rate)) {
      out.absent("no funding rate");
    } else if (Double.isNaN(z)) {
      out.present(CONTRARIAN * StrictMath.tanh(rate / LARGE_RATE), WITHOUT_HISTORY, newestMs);
    } else {
      out.present(CONTRARIAN * StrictMath.tanh(z), 1, newestMs);
    }
  }
}
