package io.virtuoso.engine.measure.statistic;

/**
 * A quantile of recent samples: two P² estimates are begun afresh in turn, one every half period of
 * event time, and the older one answers. The answer therefore rests on the last half to whole
 * period.
 */
public final class RollingQuantile {
  /** P² creeps up to a frequent size from just below; that size is not above the quantile. */
  private static final double MARGIN = 1.01;

  private final P2Quantile even;
  private final P2Quantile odd;
  private final long halfMs;
  private final long needed;
  private long half = -1;

  /**
   * No samples yet.
   *
   * @param quantile between 0 and 1
   * @param periodMs ms of event time
   * @param needed samples below which there is no answer
   */
  public RollingQuantile(double quantile, long periodMs, long needed) {
    this.even = new P2Quantile(quantile);
    this.odd = new P2Quantile(quantile);
    this.halfMs = periodMs / 2;
    this.needed = needed;
  }

  /** One more sample; an earlier time counts as the newest. */
  public void add(long timeMs, double sample) {
    long next = timeMs / halfMs;
    if (next > half) {
      if (half >= 0) {
        begun(next).clear();
        if (next > half + 1) {
          begun(next - 1).clear();
        }
      }
      half = next;
    }
    even.add(sample);
    odd.add(sample);
  }

  /** The estimate, or NaN when it would rest on too few samples. */
  public double value() {
    P2Quantile older = begun(half + 1);
    return older.count() < needed ? Double.NaN : older.value();
  }

  /** Whether the sample is above the estimate by more than its error (1 %); false without one. */
  public boolean isExceededBy(double sample) {
    return sample > MARGIN * value();
  }

  private P2Quantile begun(long index) {
    return index % 2 == 0 ? even : odd;
  }
}
