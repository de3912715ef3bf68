package io.virtuoso.storm.soak;

import java.util.List;

/** The straight line through a series of equally spaced samples, by least squares. */
final class Trend {
  private Trend() {}

  /** By how much the line rises from the first sample to the last; 0 of fewer than two. */
  static double rise(List<Double> samples) {
    int count = samples.size();
    if (count < 2) {
      return 0;
    }
    double middle = (count - 1) / 2.0;
    double mean = samples.stream().mapToDouble(Double::doubleValue).sum() / count;
    double covariance = 0;
    double variance = 0;
    for (int i = 0; i < count; i++) {
      covariance += (i - middle) * (samples.get(i) - mean);
      variance += (i - middle) * (i - middle);
    }
    return covariance / variance * (count - 1);
  }
}
