package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Reading;
import java.util.List;

/**
 * {@code stacked_imbalance}: at least 3 neighbouring price buckets that lean the same way by .4 or
 * more are a stack; the strongest one's signed notional against the turnover of 10 min.
 *
 * <p>A bucket with less than half a percent of the turnover counts as empty. Up to 7 empty buckets
 * (20 basis points) do not part neighbours, because a coarse tick leaves gaps in the grid. No stack
 * is a bias of 0: that was measured. Needs trades for 2.5 min; quality is the share of the window
 * without a loss, times the filled buckets up to 6.
 */
final class StackedImbalance implements FlowFactor {
  private static final long WINDOW_MS = PriceLadder.SLICES * PriceLadder.SLICE_MS;
  private static final double LEANING = .4;
  private static final int STACK = 3;
  private static final int NEAR = 8;
  private static final double THIN = .005;
  private static final double ENOUGH_BUCKETS = 6;
  private static final double GAIN = 3;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("stack_delta", "quote"),
          new InputSpec("stack_buckets", "count"),
          new InputSpec("turnover", "quote"));

  private final TradeSpan span;
  private final PriceLadder ladder = new PriceLadder();
  private double bought;
  private int boughtBuckets;
  private double sold;
  private int soldBuckets;
  private int filled;

  StackedImbalance(TradeSpan span) {
    this.span = span;
  }

  void onTrade(long timeMs, double price, double signed, double notional) {
    ladder.add(timeMs, price, signed, notional);
  }

  @Override
  public String name() {
    return "stacked_imbalance";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double turnover = 0;
    if (!ladder.isEmpty()) {
      ladder.prepare(nowMs);
      for (int i = 0; i < PriceLadder.ROWS; i++) {
        turnover += ladder.turnover(ladder.lowest() + i);
      }
    }
    find(THIN * turnover);
    // Equal stacks on both sides cancel: neither is the strongest.
    double strongest = bought > sold ? bought : sold > bought ? -sold : 0;
    out.input(0, strongest);
    out.input(1, bought > sold ? boughtBuckets : sold > bought ? soldBuckets : 0);
    out.input(2, turnover);
    if (!span.known(nowMs, WINDOW_MS / 4)) {
      out.absent("trades known for less than 2.5 min");
    } else if (!(turnover > 0)) {
      out.absent("no trade in the last 10 min");
    } else {
      double quality = span.complete(nowMs, WINDOW_MS) * Math.min(1, filled / ENOUGH_BUCKETS);
      out.present(StrictMath.tanh(GAIN * strongest / turnover), quality, span.newestMs());
    }
  }

  private void find(double thin) {
    bought = 0;
    sold = 0;
    boughtBuckets = 0;
    soldBuckets = 0;
    filled = 0;
    if (ladder.isEmpty() || !(thin > 0)) {
      return;
    }
    int side = 0;
    int buckets = 0;
    double delta = 0;
    long last = 0;
    for (int i = 0; i < PriceLadder.ROWS; i++) {
      long row = ladder.lowest() + i;
      double turnover = ladder.turnover(row);
      if (turnover < thin) {
        continue;
      }
      filled++;
      double signed = ladder.signed(row);
      int leans = signed >= LEANING * turnover ? 1 : -signed >= LEANING * turnover ? -1 : 0;
      if (leans != side || row - last > NEAR) {
        side = leans;
        buckets = 0;
        delta = 0;
      }
      last = row;
      buckets++;
      delta += signed;
      if (buckets >= STACK) {
        keep(side, delta, buckets);
      }
    }
  }

  private void keep(int side, double delta, int buckets) {
    if (side > 0 && delta > bought) {
      bought = delta;
      boughtBuckets = buckets;
    } else if (side < 0 && -delta > sold) {
      sold = -delta;
      soldBuckets = buckets;
    }
  }
}
