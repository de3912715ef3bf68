package io.virtuoso.engine.measure.statistic;

/**
 * Exponential average over event time of a number that holds until the next one replaces it: over
 * {@code Δt} the average moves by {@code 1 − e^(−Δt/τ)} towards the number that held meanwhile. It
 * starts at the first number.
 */
public final class HeldAverage {
  private final double tauMs;
  private double average = Double.NaN;
  private double held = Double.NaN;
  private long sinceMs;

  /** Nothing known yet; {@code tauMs} is the time constant in ms. */
  public HeldAverage(double tauMs) {
    this.tauMs = tauMs;
  }

  /** The number from now on; an earlier time counts as the newest. */
  public void set(long timeMs, double value) {
    if (Double.isNaN(average)) {
      average = value;
      sinceMs = timeMs;
    } else {
      average = value(timeMs);
      sinceMs = Math.max(timeMs, sinceMs);
    }
    held = value;
  }

  /** The average at {@code nowMs}, or NaN; changes nothing. */
  public double value(long nowMs) {
    if (nowMs <= sinceMs) {
      return average;
    }
    // StrictMath: the same bits on every machine, so that two engines publish the same document.
    double weight = -StrictMath.expm1(-(nowMs - sinceMs) / tauMs);
    return average + weight * (held - average);
  }

  /** Forgets everything. */
  public void clear() {
    average = Double.NaN;
    held = Double.NaN;
  }
}
