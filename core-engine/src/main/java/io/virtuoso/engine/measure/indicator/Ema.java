package io.virtuoso.engine.measure.indicator;

/** Exponential moving average, seeded with the plain mean of its first {@code period} samples. */
public final class Ema implements SampleIndicator {
  private final int period;
  private final double alpha;
  private int seen;
  private double mean;

  private Ema(int period, double alpha) {
    if (period < 1) {
      throw new IllegalArgumentException("a period is at least one sample, not " + period);
    }
    this.period = period;
    this.alpha = alpha;
  }

  /** The usual one: a new sample weighs {@code 2 / (period + 1)}. */
  public static Ema of(int period) {
    return new Ema(period, 2.0 / (period + 1));
  }

  /** Wilder's smoothing: a new sample weighs {@code 1 / period}. */
  public static Ema wilder(int period) {
    return new Ema(period, 1.0 / period);
  }

  @Override
  public double update(double sample) {
    if (Double.isFinite(sample)) {
      mean = meanWith(sample);
      seen = Math.min(seen + 1, period);
    }
    return value();
  }

  @Override
  public double peek(double sample) {
    if (!Double.isFinite(sample)) {
      return value();
    }
    return seen + 1 < period ? Double.NaN : meanWith(sample);
  }

  @Override
  public double value() {
    return seen < period ? Double.NaN : mean;
  }

  private double meanWith(double sample) {
    double weight = seen < period ? 1.0 / (seen + 1) : alpha;
    return mean + weight * (sample - mean);
  }
}
