package io.virtuoso.engine.measure.factor.volume;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.Window;
import io.virtuoso.model.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What takers bought less what they sold over 20 base bars, as a share of both. Bars whose
 * aggressors are not known are left out and lower the quality; at least half must be known.
 */
final class VolumeDelta implements Factor, Measure {
  private static final int BARS = 20;
  private static final int KNOWN_NEEDED = 10;

  private final Frame base;
  private final Window bought = new Window(BARS);
  private final Window sold = new Window(BARS);
  private double buy;
  private double sell;
  private int known;

  private VolumeDelta(Frame base) {
    this.base = base;
  }

  static Factor of(Frame base) {
    return base.feed(new VolumeDelta(base));
  }

  @Override
  public String name() {
    return "volume_delta";
  }

  @Override
  public Dimension dimension() {
    return Dimension.VOLUME;
  }

  @Override
  public Evidence evidence() {
    return Evidence.CANDLES;
  }

  @Override
  public List<InputSpec> inputs() {
    return List.of(
        new InputSpec("taker_buy_volume", "base"),
        new InputSpec("taker_sell_volume", "base"),
        new InputSpec("known_bars", "count"));
  }

  @Override
  public void close(BarView bar) {
    bought.add(buyVolume(bar));
    sold.add(bar.volume() - buyVolume(bar));
  }

  @Override
  public void look(@Nullable BarView open) {
    buy = 0;
    sell = 0;
    known = 0;
    if (open != null) {
      add(buyVolume(open), open.volume() - buyVolume(open));
    }
    int closed = Math.min(bought.size(), open == null ? BARS : BARS - 1);
    for (int age = 0; age < closed; age++) {
      add(bought.get(age), sold.get(age));
    }
  }

  @Override
  public double bias() {
    return StrictMath.tanh(3 * (buy - sell) / (buy + sell));
  }

  @Override
  public double raw() {
    return buy - sell;
  }

  @Override
  public void read(long nowMs, Reading out) {
    out.input(0, known == 0 ? Double.NaN : buy);
    out.input(1, known == 0 ? Double.NaN : sell);
    out.input(2, known);
    if (base.barsSeen() < BARS) {
      out.absent("needs 20 bars of 1m");
    } else if (known < KNOWN_NEEDED) {
      out.absent("aggressors unknown in most of the last 20 bars");
    } else if (buy + sell > 0) {
      out.present(bias(), known / (double) BARS, base.inputTimeMs());
    } else {
      out.absent("nothing traded in the last 20 bars");
    }
  }

  private void add(double boughtVolume, double soldVolume) {
    if (!Double.isNaN(boughtVolume)) {
      buy += boughtVolume;
      sell += soldVolume;
      known++;
    }
  }

  /** Never below nothing or above the bar's volume, whatever the source says; NaN if unknown. */
  private static double buyVolume(BarView bar) {
    double reported = bar.takerBuyVolume();
    return Double.isNaN(reported) ? Double.NaN : Math.clamp(reported, 0.0, bar.volume());
  }
}
