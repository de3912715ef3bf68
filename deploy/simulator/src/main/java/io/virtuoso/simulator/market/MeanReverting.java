package io.virtuoso.simulator.market;

import java.util.random.RandomGenerator;

/**
 * A number that wanders around zero and is drawn back to it (an Ornstein-Uhlenbeck process,
 * advanced by its exact law, so that steps of any length agree in distribution). Time in seconds of
 * market time.
 */
final class MeanReverting {
  private final double relaxation;
  private final double deviation;
  private double value;

  /**
   * @param relaxation seconds until a deviation has shrunk to 1/e
   * @param deviation standard deviation in the long run
   */
  MeanReverting(double relaxation, double deviation, RandomGenerator random) {
    this.relaxation = relaxation;
    this.deviation = deviation;
    value = deviation * random.nextGaussian();
  }

  void advance(double seconds, RandomGenerator random) {
    double kept = StrictMath.exp(-seconds / relaxation);
    value = value * kept + deviation * Math.sqrt(1 - kept * kept) * random.nextGaussian();
  }

  double value() {
    return value;
  }

  double variance() {
    return deviation * deviation;
  }

  /** The expected integral over the next {@code seconds}. */
  double integral(double seconds) {
    if (seconds <= 1) {
      return value * seconds;
    }
    return value * relaxation * (1 - StrictMath.exp(-seconds / relaxation));
  }
}
