package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.LaggedValue;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code open_interest}: how open interest and price moved together over 15 min, in buckets of 30
 * s. Rising open interest stands behind the price's direction in full (new positions), falling open
 * interest by half (positions being closed). Each move counts up to 2 % of open interest and 1 % of
 * price. Absent when no open interest came for 15 min; quality is the number of updates in the
 * window up to 5.
 */
final class OpenInterestQuadrant implements FlowFactor {
  private static final long BUCKET_MS = 30_000;
  private static final int LAG = 30;
  private static final long WINDOW_MS = LAG * BUCKET_MS;
  private static final double FULL_OPEN_INTEREST = .02;
  private static final double FULL_PRICE = .01;
  private static final double CLOSING = .5;
  private static final double ENOUGH_UPDATES = 5;
  private static final List<InputSpec> INPUTS =
      List.of(
          new InputSpec("open_interest", "base"),
          new InputSpec("open_interest_change", "percent"),
          new InputSpec("price_change", "percent"));

  private final LaggedValue openInterest = new LaggedValue(LAG, BUCKET_MS);
  private final LaggedValue price = new LaggedValue(LAG, BUCKET_MS);
  private final TimeBuckets updates = new TimeBuckets(LAG, BUCKET_MS, 1);
  private long newestMs = -1;

  void onPrice(long timeMs, double value) {
    price.set(timeMs, value);
  }

  void onOpenInterest(long timeMs, double base) {
    openInterest.set(timeMs, base);
    newestMs = Math.max(newestMs, timeMs);
    updates.advance(timeMs);
    updates.addAt(timeMs, 0, 1);
  }

  void forgetOpenInterest() {
    newestMs = -1;
    openInterest.clear();
    updates.clear();
  }

  @Override
  public String name() {
    return "open_interest";
  }

  @Override
  public Evidence evidence() {
    return Evidence.OPEN_INTEREST;
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    double interest = openInterest.latest();
    double interestChange = interest / openInterest.before(nowMs) - 1;
    double priceChange = price.latest() / price.before(nowMs) - 1;
    out.input(0, interest);
    out.input(1, 100 * interestChange);
    out.input(2, 100 * priceChange);
    if (Double.isNaN(interest)) {
      out.absent("no open interest");
    } else if (nowMs - newestMs > WINDOW_MS) {
      out.absent("no open interest in the last 15 min");
    } else if (Double.isNaN(interestChange)) {
      out.absent("open interest known for less than 15 min");
    } else if (Double.isNaN(priceChange)) {
      out.absent("price known for less than 15 min");
    } else {
      double size =
          Math.min(1, Math.abs(interestChange) / FULL_OPEN_INTEREST)
              * Math.min(1, Math.abs(priceChange) / FULL_PRICE);
      double positions = interestChange > 0 ? 1 : CLOSING;
      double quality = updates.sum(0, nowMs, LAG) / ENOUGH_UPDATES;
      out.present(Math.signum(priceChange) * positions * size, quality, newestMs);
    }
  }
}
