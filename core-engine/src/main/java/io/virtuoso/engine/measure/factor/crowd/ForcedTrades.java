package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code liquidations}: notional of shorts less longs closed by force, against both, fading with a
 * half-life of 30 min. Absent with fewer than 5 events in 2 h (buckets of 5 min); quality is their
 * number up to 20.
 */
final class ForcedTrades implements CrowdFactor {
  private static final double HALF_LIFE_MS = 1_800_000;

  /** StrictMath.pow allocates, StrictMath.exp does not. */
  private static final double TIME_CONSTANT_MS = HALF_LIFE_MS / StrictMath.log(2);

  private static final double GAIN = 1.5;
  private static final long BUCKET_MS = 300_000;
  private static final int BUCKETS = 24;
  private static final double NEEDED = 5;
  private static final double ENOUGH = 20;

  /** Closing a short by force is buying, and it is bullish while it lasts. */
  private static final double FORCED_BUYING = 1;

  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("short_liquidated", "quote"),
          new InputSpec("long_liquidated", "quote"),
          new InputSpec("events", "count"));

  private final TimeBuckets events = new TimeBuckets(BUCKETS, BUCKET_MS, 1);
  private double shorts;
  private double longs;
  private long newestMs = -1;

  void onLiquidation(long timeMs, double notional, boolean longPosition) {
    long time = Math.max(newestMs, timeMs);
    if (newestMs >= 0) {
      double kept = kept(time);
      shorts *= kept;
      longs *= kept;
    }
    newestMs = time;
    if (longPosition) {
      longs += notional;
    } else {
      shorts += notional;
    }
    events.advance(time);
    events.add(0, 1);
  }

  private double kept(long timeMs) {
    return StrictMath.exp(-Math.max(0, timeMs - newestMs) / TIME_CONSTANT_MS);
  }

  @Override
  public String name() {
    return "liquidations";
  }

  @Override
  public Evidence evidence() {
    return Evidence.LIQUIDATIONS;
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double count = events.sum(0, nowMs, BUCKETS);
    double kept = newestMs < 0 ? 0 : kept(nowMs);
    out.input(0, shorts * kept);
    out.input(1, longs * kept);
    out.input(2, count);
    if (count < NEEDED) {
      out.absent("fewer than 5 liquidations in the last 2 h");
    } else {
      // The same fading on both sides cancels out.
      double lean = (shorts - longs) / (shorts + longs);
      out.present(FORCED_BUYING * StrictMath.tanh(GAIN * lean), count / ENOUGH, newestMs);
    }
  }
}
