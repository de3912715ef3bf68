package io.virtuoso.engine.measure.factor.volume;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.factor.timeframe.Frame;
import io.virtuoso.engine.measure.factor.timeframe.Measure;
import io.virtuoso.engine.measure.indicator.SessionVwap;
import io.virtuoso.model.Dimension;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the price stands from the VWAP of the UTC day, in its deviations. Its quality is the
 * share of the day so far that was seen.
 */
final class VwapDistance implements Factor, Measure {
  /** Fewer bars have no deviation to speak of: the day's first minutes are absent. */
  private static final int BARS_NEEDED = 5;

  /** Followed: whoever bought today is in profit above the day's mean price, and defends it. */
  private static final int FOLLOWING = 1;

  /** A deviation below this share of the price is rounding. */
  private static final double STILL = 1e-9;

  private final Frame base;
  private final SessionVwap session;

  private VwapDistance(Frame base) {
    this.base = base;
    this.session = new SessionVwap(base.timeframe().interval().millis());
  }

  static Factor of(Frame base) {
    return base.feed(new VwapDistance(base));
  }

  @Override
  public String name() {
    return "vwap";
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
        new InputSpec("price", "quote"),
        new InputSpec("vwap", "quote"),
        new InputSpec("deviation", "quote"),
        new InputSpec("session_bars", "count"));
  }

  @Override
  public void close(BarView bar) {
    session.update(bar);
  }

  @Override
  public void look(@Nullable BarView open) {
    session.look(open);
  }

  @Override
  public double bias() {
    double deviation = session.deviation();
    if (deviation <= STILL * base.price()) {
      return 0;
    }
    return FOLLOWING * StrictMath.tanh((base.price() - session.vwap()) / (2 * deviation));
  }

  @Override
  public double raw() {
    return session.vwap();
  }

  @Override
  public void read(long nowMs, Reading out) {
    out.input(0, base.price());
    out.input(1, session.vwap());
    out.input(2, session.deviation());
    out.input(3, session.bars());
    if (session.bars() < BARS_NEEDED) {
      out.absent("needs 5 bars of 1m in the UTC day");
    } else if (Double.isNaN(session.vwap())) {
      out.absent("nothing traded in the UTC day");
    } else {
      out.present(bias(), session.covered(), base.inputTimeMs());
    }
  }
}
