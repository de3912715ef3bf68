package io.virtuoso.engine.measure.indicator;

/** The linear regression slope of the last samples, per sample. */
public final class Slope implements SampleIndicator {
  private final TotalSlope steps;
  private double last = Double.NaN;

  /**
   * @param period samples, at least 2
   */
  public Slope(int period) {
    steps = new TotalSlope(period);
  }

  @Override
  public double update(double sample) {
    if (Double.isFinite(sample)) {
      steps.update(sample - last); // NaN for the first sample, which is skipped
      last = sample;
    }
    return value();
  }

  @Override
  public double peek(double sample) {
    return steps.peek(sample - last);
  }

  @Override
  public double value() {
    return steps.value();
  }
}
