package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.model.Interval;
import java.util.List;

/**
 * {@code divergence}: normalised slope of the cumulative volume delta less that of the close, over
 * the last 20 closed base bars. A slope is normalised to the correlation of the series with time,
 * −1 to +1, so that both are comparable; of a flat series it is 0. The delta is in base currency.
 *
 * <p>Bars that do not tell the aggressor or are not newer than the last one are left out. Absent
 * when the 20 bars stretch over more than an hour; quality is 20 min against their stretch.
 */
final class DeltaDivergence implements FlowFactor {
  private static final int BARS = 20;
  private static final long BAR_MS = Interval.ONE_MINUTE.millis();
  private static final long LONGEST_MS = 60 * BAR_MS;

  /** Buying that price does not follow yet is taken to be absorbed supply, hence bullish. */
  private static final double FOLLOWS_THE_FLOW = 1;

  /** Deviations below this share of the level are rounding, not a slope. */
  private static final double ROUNDING = 1e-12;

  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("delta_slope", "ratio"),
          new InputSpec("price_slope", "ratio"),
          new InputSpec("bars", "count"));

  private final double[] delta = new double[BARS];
  private final double[] close = new double[BARS];
  private final long[] openTime = new long[BARS];
  private final double[] series = new double[BARS];
  private int next;
  private int count;
  private long newestMs = Long.MIN_VALUE;

  /** Forgets all bars. */
  void clear() {
    next = 0;
    count = 0;
    newestMs = Long.MIN_VALUE;
  }

  void onBarClosed(BarView bar) {
    double bought = bar.takerBuyVolume();
    double volume = bar.volume();
    boolean usable =
        bought >= 0 && volume >= bought && volume < 1e100 && bar.close() > 0 && bar.close() < 1e100;
    if (!usable || bar.openTimeMs() <= newestMs || bar.openTimeMs() < 0) {
      return;
    }
    newestMs = bar.openTimeMs();
    delta[next] = 2 * bought - volume;
    close[next] = bar.close();
    openTime[next] = newestMs;
    next = (next + 1) % BARS;
    count = Math.min(count + 1, BARS);
  }

  @Override
  public String name() {
    return "divergence";
  }

  @Override
  public Evidence evidence() {
    return Evidence.CANDLES;
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    out.input(0, Double.NaN);
    out.input(1, Double.NaN);
    out.input(2, count);
    if (count < BARS) {
      out.absent("fewer than 20 closed base bars with known aggressor");
      return;
    }
    long stretchMs = newestMs - openTime[next] + BAR_MS;
    if (stretchMs > LONGEST_MS) {
      out.absent("too many base bars are missing");
      return;
    }
    double cumulative = 0;
    for (int i = 0; i < BARS; i++) {
      cumulative += delta[(next + i) % BARS];
      series[i] = cumulative;
    }
    double flow = slope();
    for (int i = 0; i < BARS; i++) {
      series[i] = close[(next + i) % BARS];
    }
    double price = slope();
    out.input(0, flow);
    out.input(1, price);
    out.present(
        FOLLOWS_THE_FLOW * StrictMath.tanh(flow - price),
        BARS * BAR_MS / (double) stretchMs,
        newestMs + BAR_MS);
  }

  /** Correlation of the series with its index. */
  private double slope() {
    double mean = 0;
    double largest = 0;
    for (double value : series) {
      mean += value / BARS;
      largest = Math.max(largest, Math.abs(value));
    }
    double covariance = 0;
    double squares = 0;
    double indexSquares = 0;
    for (int i = 0; i < BARS; i++) {
      double index = i - (BARS - 1) / 2.0;
      double value = series[i] - mean;
      covariance += index * value;
      squares += value * value;
      indexSquares += index * index;
    }
    if (Math.sqrt(squares / BARS) <= ROUNDING * largest) {
      return 0;
    }
    return covariance / Math.sqrt(squares) / Math.sqrt(indexSquares);
  }
}
