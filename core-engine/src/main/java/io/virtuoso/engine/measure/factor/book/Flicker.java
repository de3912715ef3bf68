package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.statistic.RollingQuantile;
import io.virtuoso.engine.measure.statistic.TimeBuckets;

/**
 * How much of the large resting orders is show: levels above the rolling 99th percentile of size
 * (five best levels a side, one look per second, 30 min) that were cancelled within 5 s, not
 * traded, against those that lasted or traded, over 5 min in buckets of 10 s.
 */
final class Flicker {
  private static final long BUCKET_MS = 10_000;
  private static final int BUCKETS = 30;
  private static final long PERIOD_MS = 1_800_000;
  private static final long NEEDED_SIZES = 500;
  private static final long LOOK_MS = 1_000;
  private static final double PERCENTILE = .99;

  /** Honest levels assumed beforehand, so that a single cancelled one does not condemn a book. */
  private static final double PRESUMED_HONEST = 5;

  private static final int FLICKERED = 0;
  private static final int LASTED = 1;

  private final LiveBook book;
  private final RollingQuantile large = new RollingQuantile(PERCENTILE, PERIOD_MS, NEEDED_SIZES);
  private final LargeLevels bids = new LargeLevels();
  private final LargeLevels asks = new LargeLevels();
  private final TimeBuckets verdicts = new TimeBuckets(BUCKETS, BUCKET_MS, 2);
  private long look = -1;

  Flicker(LiveBook book) {
    this.book = book;
    restart();
  }

  void onBook(long timeMs) {
    verdicts.advance(timeMs);
    bids.compare(timeMs, book.bidPrice, book.bidQuantity, 1);
    count(bids);
    asks.compare(timeMs, book.askPrice, book.askQuantity, -1);
    count(asks);
    boolean looking = timeMs / LOOK_MS > look;
    for (int i = 0; i < LiveBook.TOP; i++) {
      if (large.isExceededBy(book.bidQuantity[i])) {
        bids.appeared(timeMs, book.bidPrice[i], book.bidQuantity[i]);
      }
      if (large.isExceededBy(book.askQuantity[i])) {
        asks.appeared(timeMs, book.askPrice[i], book.askQuantity[i]);
      }
      if (looking) {
        learn(timeMs, book.bidQuantity[i]);
        learn(timeMs, book.askQuantity[i]);
      }
    }
    look = Math.max(look, timeMs / LOOK_MS);
  }

  private void learn(long timeMs, double quantity) {
    if (quantity > 0) {
      large.add(timeMs, quantity);
    }
  }

  private void count(LargeLevels side) {
    verdicts.add(FLICKERED, side.flickered());
    verdicts.add(LASTED, side.lasted());
  }

  void onTrade(double price, double quantity) {
    bids.traded(price, quantity);
    asks.traded(price, quantity);
  }

  /** What is followed can no longer be compared; verdicts stand. */
  void restart() {
    bids.clear();
    asks.clear();
  }

  double quality() {
    long now = Math.max(book.newestMs(), 0);
    double flickered = verdicts.sum(FLICKERED, now, BUCKETS);
    double lasted = verdicts.sum(LASTED, now, BUCKETS);
    return 1 - flickered / (flickered + lasted + PRESUMED_HONEST);
  }
}
