package io.virtuoso.engine.measure.indicator;

/**
 * How many standard deviations the newest sample stands from the mean of the last ones, itself
 * included; cut at ±3, and 0 where all samples are the same.
 */
public final class ZScore implements SampleIndicator {
  private static final double LIMIT = 3;
  private static final double ROUNDING = 1e-9;

  private final int needed;
  private final Window window;
  private double tailMean;
  private double tailSquares;
  private int tailSize;
  private double value = Double.NaN;

  /**
   * @param lookBack samples that are kept
   * @param needed samples below which there is no answer
   */
  public ZScore(int lookBack, int needed) {
    this.window = new Window(lookBack);
    this.needed = needed;
  }

  @Override
  public double update(double sample) {
    if (Double.isFinite(sample)) {
      value = peek(sample);
      window.add(sample);
      measureTail();
    }
    return value;
  }

  @Override
  public double peek(double sample) {
    if (!Double.isFinite(sample)) {
      return value;
    }
    int n = tailSize + 1;
    if (n < needed) {
      return Double.NaN;
    }
    double offset = sample - tailMean;
    double mean = tailMean + offset / n;
    double squares = tailSquares + offset * (sample - mean);
    double deviation = Math.sqrt(squares / n);
    if (!(deviation > ROUNDING * Math.max(Math.abs(mean), Math.abs(sample)))) {
      return 0; // a difference this small is rounding, not a sample that stands out
    }
    return Math.clamp((sample - mean) / deviation, -LIMIT, LIMIT);
  }

  @Override
  public double value() {
    return value;
  }

  private void measureTail() {
    tailSize = Math.min(window.size(), window.capacity() - 1);
    tailMean = tailSize == 0 ? 0 : window.sum(tailSize) / tailSize;
    tailSquares = 0;
    for (int age = tailSize - 1; age >= 0; age--) {
      double offset = window.get(age) - tailMean;
      tailSquares += offset * offset;
    }
  }
}
