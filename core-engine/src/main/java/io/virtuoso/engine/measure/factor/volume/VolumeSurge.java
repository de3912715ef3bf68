package io.virtuoso.engine.measure.factor.volume;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.RelativeVolume;
import org.jspecify.annotations.Nullable;

/** A bar's direction, as strong as its volume exceeds that of the 30 bars before it. */
final class VolumeSurge implements Measure {
  private final RelativeVolume relativeVolume = new RelativeVolume(30);
  private double closedBody = Double.NaN;
  private double body = Double.NaN;
  private double ratio = Double.NaN;

  @Override
  public void close(BarView bar) {
    relativeVolume.update(bar);
    closedBody = bar.close() - bar.open();
  }

  @Override
  public void look(@Nullable BarView open) {
    ratio = open == null ? relativeVolume.value() : relativeVolume.peek(open);
    body = open == null ? closedBody : open.close() - open.open();
  }

  @Override
  public double bias() {
    return Math.signum(body) * StrictMath.tanh(Math.max(0, ratio - 1));
  }

  @Override
  public double raw() {
    return ratio;
  }

  @Override
  public double extra(int i) {
    return body;
  }
}
