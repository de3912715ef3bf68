package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.SampledZScore;
import java.util.List;

/**
 * {@code basis}: how unusual the perpetual's premium over its index is; look-back 4 h, one sample
 * per minute. Absent when no mark price came for 10 min, because its evidence shares the long
 * freshness budget of funding; quality is the number of samples up to 120.
 */
final class Basis implements CrowdFactor {
  private static final long SAMPLE_MS = 60_000;
  private static final int SAMPLES = 240;
  private static final double ENOUGH_SAMPLES = 120;
  private static final long LONGEST_MS = 600_000;
  private static final List<InputSpec> INPUTS =
      List.of(new InputSpec("basis", "percent"), new InputSpec("z", "ratio"));

  private final SampledZScore lookBack = new SampledZScore(SAMPLE_MS, SAMPLES);
  private double basis = Double.NaN;
  private long newestMs = -1;

  void onPrices(long timeMs, double mark, double index) {
    newestMs = Math.max(newestMs, timeMs);
    basis = (mark - index) / index;
    lookBack.offer(newestMs, basis);
  }

  @Override
  public String name() {
    return "basis";
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
    double z = lookBack.of(basis);
    out.input(0, 100 * basis);
    out.input(1, z);
    if (Double.isNaN(basis)) {
      out.absent("no mark and index price");
    } else if (nowMs - newestMs > LONGEST_MS) {
      out.absent("no mark price in the last 10 min");
    } else if (lookBack.count() < SampledZScore.NEEDED) {
      out.absent("fewer than 30 samples");
    } else if (Double.isNaN(z)) {
      out.absent("the basis does not vary");
    } else {
      out.present(CONTRARIAN * StrictMath.tanh(z), lookBack.count() / ENOUGH_SAMPLES, newestMs);
    }
  }
}
