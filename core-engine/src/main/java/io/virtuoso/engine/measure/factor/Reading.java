package io.virtuoso.engine.measure.factor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a factor answers: a bias, or nothing and why. One instance per factor, written over at each
 * reading, so that reading allocates nothing.
 */
public final class Reading {
  /** The time of an input that never arrived. */
  public static final long NEVER = Long.MIN_VALUE;

  private final double[] inputs;
  private double bias = Double.NaN;
  private double quality;
  private long inputTimeMs = NEVER;
  private @Nullable String missing = "not read yet";

  /**
   * An absent reading.
   *
   * @param inputs how many raw numbers the factor reports
   */
  public Reading(int inputs) {
    this.inputs = new double[inputs];
    Arrays.fill(this.inputs, Double.NaN);
  }

  /**
   * There is enough data.
   *
   * @param bias clamped to −1 … +1; not finite makes the reading absent, so that no NaN leaves a
   *     factor
   * @param quality 0 to 1, how adequate the sample is
   * @param inputTimeMs event time of the newest input
   */
  public void present(double bias, double quality, long inputTimeMs) {
    if (!Double.isFinite(bias) || !Double.isFinite(quality)) {
      absent("not computable");
      return;
    }
    this.bias = Math.clamp(bias, -1.0, 1.0);
    this.quality = Math.clamp(quality, 0.0, 1.0);
    this.inputTimeMs = inputTimeMs;
    this.missing = null;
  }

  /**
   * There is not enough data.
   *
   * @param reason a constant, in plain words
   */
  public void absent(String reason) {
    bias = Double.NaN;
    quality = 0;
    missing = reason;
  }

  /** Records a raw number; NaN means not known. */
  public void input(int i, double value) {
    inputs[i] = value;
  }

  public boolean isPresent() {
    return missing == null;
  }

  /** −1 to +1, or NaN when absent. */
  public double bias() {
    return bias;
  }

  /** 0 to 1; 0 when absent. */
  public double quality() {
    return quality;
  }

  /** Event time of the newest input, ms, or {@link #NEVER}. */
  public long inputTimeMs() {
    return inputTimeMs;
  }

  /** Why it is absent; null when present. */
  public @Nullable String missing() {
    return missing;
  }

  public int inputs() {
    return inputs.length;
  }

  /** The raw number, or NaN. */
  public double input(int i) {
    return inputs[i];
  }
}
