package io.virtuoso.engine.measure.indicator;

/** One number measured over a series of samples. */
public interface SampleIndicator {
  /** Keeps a sample and answers the new {@link #value}. */
  double update(double sample);

  /** What {@link #update} would answer for this sample; keeps nothing. */
  double peek(double sample);

  /** The value at the last sample, or NaN until warm. */
  double value();
}
