package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.SampledZScore;
import io.virtuoso.engine.measure.statistic.TimeBuckets;
import java.util.List;

/**
 * {@code order_flow_imbalance}: what was added to the bids and taken from the asks, less the
 * reverse, between successive books, summed over the five best levels and 60 s in buckets of 1 s,
 * and how unusual that is (Cont, Kukanov and Stoikov, 2014, level by level).
 *
 * <p>The look-back is 30 min, one sample per 10 s once the book has been live for 60 s. Needs the
 * book for 15 s; quality is the share of 60 s with a live book, times the samples up to 90.
 */
final class OrderFlowImbalance implements BookFactor {
  private static final long BUCKET_MS = 1_000;
  private static final int BUCKETS = 60;
  private static final long WINDOW_MS = BUCKETS * BUCKET_MS;
  private static final long NEEDED_MS = WINDOW_MS / 4;
  private static final long SAMPLE_MS = 10_000;
  private static final int SAMPLES = 180;
  private static final double ENOUGH_SAMPLES = 90;
  private static final int TOP = LiveBook.TOP;
  private static final List<InputSpec> INPUTS =
      List.of(new InputSpec("imbalance", "base"), new InputSpec("z", "ratio"));

  private final LiveBook book;
  private final TimeBuckets window = new TimeBuckets(BUCKETS, BUCKET_MS, 1);
  private final SampledZScore lookBack = new SampledZScore(SAMPLE_MS, SAMPLES);
  private final double[] bidPrice = new double[TOP];
  private final double[] bidQuantity = new double[TOP];
  private final double[] askPrice = new double[TOP];
  private final double[] askQuantity = new double[TOP];
  private boolean comparable;

  OrderFlowImbalance(LiveBook book) {
    this.book = book;
  }

  void onBook(long timeMs) {
    window.advance(timeMs);
    if (comparable) {
      window.add(0, change());
      if (timeMs - book.sinceMs() >= WINDOW_MS && lookBack.due(timeMs)) {
        lookBack.offer(timeMs, window.sum(0, timeMs, BUCKETS));
      }
    }
    System.arraycopy(book.bidPrice, 0, bidPrice, 0, TOP);
    System.arraycopy(book.bidQuantity, 0, bidQuantity, 0, TOP);
    System.arraycopy(book.askPrice, 0, askPrice, 0, TOP);
    System.arraycopy(book.askQuantity, 0, askQuantity, 0, TOP);
    comparable = true;
  }

  private double change() {
    double bids = 0;
    double asks = 0;
    for (int i = 0; i < TOP; i++) {
      bids += book.bidPrice[i] >= bidPrice[i] ? book.bidQuantity[i] : 0;
      bids -= book.bidPrice[i] <= bidPrice[i] ? bidQuantity[i] : 0;
      asks += book.askPrice[i] <= askPrice[i] ? book.askQuantity[i] : 0;
      asks -= book.askPrice[i] >= askPrice[i] ? askQuantity[i] : 0;
    }
    return bids - asks;
  }

  void restart() {
    comparable = false;
    window.clear();
  }

  @Override
  public String name() {
    return "order_flow_imbalance";
  }

  @Override
  public List<InputSpec> inputs() {
    return INPUTS;
  }

  @Override
  public void read(long nowMs, Reading out) {
    long live = book.isLive() ? nowMs - book.sinceMs() : 0;
    double imbalance = book.isLive() ? window.sum(0, nowMs, BUCKETS) : Double.NaN;
    double z = lookBack.of(imbalance);
    out.input(0, imbalance);
    out.input(1, z);
    if (!book.isLive()) {
      out.absent(NO_BOOK);
    } else if (live < NEEDED_MS) {
      out.absent("order book live for less than 15 s");
    } else if (lookBack.count() < SampledZScore.NEEDED) {
      out.absent("fewer than 30 samples");
    } else if (Double.isNaN(z)) {
      out.absent("the order book does not vary");
    } else {
      double quality =
          Math.min(1, live / (double) WINDOW_MS) * Math.min(1, lookBack.count() / ENOUGH_SAMPLES);
      out.present(StrictMath.tanh(z / 2), quality, book.newestMs());
    }
  }
}
