package io.virtuoso.engine.measure.indicator;

/**
 * The linear regression slope, per sample, of the last {@code period} values of a running total.
 * Fed with the total's steps, so that the size of the total costs no precision.
 */
public final class TotalSlope implements SampleIndicator {
  private final Window steps;

  /** How much a step raises the slope: by age, newest first. */
  private final double[] weights;

  private double tail;
  private double value = Double.NaN;

  /**
   * @param period values of the total, at least 2; one more than the steps between them
   */
  public TotalSlope(int period) {
    if (period < 2) {
      throw new IllegalArgumentException("a slope needs two values, not " + period);
    }
    steps = new Window(period - 1);
    weights = new double[period - 1];
    double middle = (period - 1) / 2.0;
    double spread = period * (period * (double) period - 1) / 12;
    double lever = 0;
    for (int age = 0; age < weights.length; age++) {
      lever += period - 1 - age - middle; // a step lifts its own value and all that follow
      weights[age] = lever / spread;
    }
  }

  @Override
  public double update(double step) {
    if (Double.isFinite(step)) {
      value = peek(step);
      steps.add(step);
      tail = 0;
      for (int age = Math.min(weights.length - 1, steps.size()) - 1; age >= 0; age--) {
        tail += weights[age + 1] * steps.get(age); // one sample older when the next one comes
      }
    }
    return value;
  }

  @Override
  public double peek(double step) {
    if (!Double.isFinite(step)) {
      return value;
    }
    return steps.size() < weights.length - 1 ? Double.NaN : tail + weights[0] * step;
  }

  @Override
  public double value() {
    return value;
  }
}
