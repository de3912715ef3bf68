package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import java.util.List;

/** {@code long_short_ratio}: accounts long against accounts short. Quality 1. */
final class LongShortRatio implements CrowdFactor {
  private static final double GAIN = 2;
  private static final List<InputSpec> INPUTS = List.of(new InputSpec("long_short", "ratio"));

  private double ratio = Double.NaN;
  private long newestMs = -1;

  void onRatio(long timeMs, double longByShort) {
    if (timeMs >= newestMs) {
      newestMs = timeMs;
      ratio = longByShort;
    }
  }

  @Override
  public String name() {
    return "long_short_ratio";
  }

  @Override
  public Evidence evidence() {
    return Evidence.RATIO;
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    out.input(0, ratio);
    if (Double.isNaN(ratio)) {
      out.absent("no long/short ratio");
    } else {
      out.present(CONTRARIAN * StrictMath.tanh(GAIN * StrictMath.log(ratio)), 1, newestMs);
    }
  }
}
