package io.virtuoso.engine.measure.indicator;

/** Simple moving average. */
public final class Sma implements SampleIndicator {
  private final int period;
  private final Window window;
  private double tail;
  private double value = Double.NaN;

  public Sma(int period) {
    this.period = period;
    this.window = new Window(period);
  }

  @Override
  public double update(double sample) {
    if (Double.isFinite(sample)) {
      value = peek(sample);
      window.add(sample);
      tail = window.sum(period - 1);
    }
    return value;
  }

  @Override
  public double peek(double sample) {
    if (!Double.isFinite(sample)) {
      return value;
    }
    return window.size() < period - 1 ? Double.NaN : (tail + sample) / period;
  }

  @Override
  public double value() {
    return value;
  }
}
