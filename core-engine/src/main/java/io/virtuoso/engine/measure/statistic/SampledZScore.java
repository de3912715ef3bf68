package io.virtuoso.engine.measure.statistic;

import java.util.Arrays;

/**
 * How unusual a number is against its own look-back: the rolling z-score, winsorised at ±3. The
 * look-back holds at most one sample per period of event time, the earliest of it, and ends with
 * the newest period; periods without an offer stay empty, until history fills them. Population
 * standard deviation.
 */
public final class SampledZScore {
  /** Samples below which there is no answer. */
  public static final int NEEDED = 30;

  private static final double LIMIT = 3;

  /** Deviations below this share of the largest sample are rounding, not variation. */
  private static final double ROUNDING = 1e-12;

  /** Beyond it squares overflow; no market number comes near. */
  private static final double ABSURD = 1e100;

  private final long periodMs;
  private final double[] samples;
  private long newest = -1;
  private long newestSampleMs;
  private int count;
  private boolean stale;
  private double mean;
  private double deviation;

  /**
   * An empty look-back of {@code periods · periodMs}.
   *
   * @param periodMs ms of event time per sample
   */
  public SampledZScore(long periodMs, int periods) {
    this.periodMs = periodMs;
    this.samples = new double[periods];
    Arrays.fill(samples, Double.NaN);
  }

  /** Whether {@link #offer} at this time would take a sample. */
  public boolean due(long timeMs) {
    return timeMs / periodMs > newest;
  }

  /**
   * Takes the sample if it is finite and of a period that the look-back reaches and that has none;
   * in the newest period an earlier sample replaces a later one.
   */
  public void offer(long timeMs, double value) {
    long period = timeMs / periodMs;
    if (!(Math.abs(value) < ABSURD)) {
      return;
    }
    if (period <= newest) {
      offerPast(period, timeMs, value);
      return;
    }
    if (newest >= 0 && period - newest < samples.length) {
      for (long p = newest + 1; p < period; p++) {
        put(p, Double.NaN);
      }
    } else {
      Arrays.fill(samples, Double.NaN);
      count = 0;
    }
    newest = period;
    newestSampleMs = timeMs;
    put(period, value);
    stale = true;
  }

  private void offerPast(long period, long timeMs, double value) {
    boolean reached = period >= 0 && newest - period < samples.length;
    boolean earlier = period == newest && timeMs < newestSampleMs;
    if (earlier || (reached && Double.isNaN(samples[(int) (period % samples.length)]))) {
      newestSampleMs = earlier ? timeMs : newestSampleMs;
      put(period, value);
      stale = true;
    }
  }

  private void put(long period, double value) {
    int slot = (int) (period % samples.length);
    count += (Double.isNaN(value) ? 0 : 1) - (Double.isNaN(samples[slot]) ? 0 : 1);
    samples[slot] = value;
  }

  /** The z-score of {@code value}, −3 to +3; NaN with too few samples or without variation. */
  public double of(double value) {
    if (count < NEEDED || Double.isNaN(value)) {
      return Double.NaN;
    }
    if (stale) {
      measure();
    }
    return deviation > 0 ? Math.clamp((value - mean) / deviation, -LIMIT, LIMIT) : Double.NaN;
  }

  private void measure() {
    double sum = 0;
    double largest = 0;
    for (double sample : samples) {
      if (!Double.isNaN(sample)) {
        sum += sample;
        largest = Math.max(largest, Math.abs(sample));
      }
    }
    mean = sum / count;
    double squares = 0;
    for (double sample : samples) {
      if (!Double.isNaN(sample)) {
        squares += (sample - mean) * (sample - mean);
      }
    }
    deviation = Math.sqrt(squares / count);
    if (deviation <= ROUNDING * largest) {
      deviation = 0;
    }
    stale = false;
  }

  /** Samples in the look-back. */
  public int count() {
    return count;
  }
}
