package io.virtuoso.engine.measure.statistic;

/**
 * Streaming estimate of one quantile by the P² algorithm (Jain and Chlamtac, 1985): five markers,
 * moved along a parabola through their neighbours. Exact up to five samples.
 */
public final class P2Quantile {
  private static final int MARKERS = 5;

  private final double[] height = new double[MARKERS];
  private final double[] position = new double[MARKERS];
  private final double[] desired = new double[MARKERS];
  private final double[] step;
  private final double quantile;
  private long count;

  /** No samples yet; {@code quantile} is between 0 and 1. */
  public P2Quantile(double quantile) {
    this.quantile = quantile;
    this.step = new double[] {0, quantile / 2, quantile, (1 + quantile) / 2, 1};
  }

  /** One more sample; one that is not finite is ignored. */
  public void add(double sample) {
    if (!Double.isFinite(sample)) {
      return;
    }
    if (count < MARKERS) {
      insert(sample);
      return;
    }
    count++;
    int cell = cell(sample);
    for (int i = cell + 1; i < MARKERS; i++) {
      position[i]++;
    }
    for (int i = 0; i < MARKERS; i++) {
      desired[i] += step[i];
    }
    for (int i = 1; i < MARKERS - 1; i++) {
      adjust(i);
    }
  }

  private void insert(double sample) {
    int i = (int) count++;
    while (i > 0 && height[i - 1] > sample) {
      height[i] = height[i - 1];
      i--;
    }
    height[i] = sample;
    if (count == MARKERS) {
      for (int m = 0; m < MARKERS; m++) {
        position[m] = m + 1;
        desired[m] = 1 + 4 * step[m];
      }
    }
  }

  private int cell(double sample) {
    if (sample < height[0]) {
      height[0] = sample;
      return 0;
    }
    if (sample >= height[4]) {
      height[4] = sample;
      return 3;
    }
    int cell = 0;
    while (sample >= height[cell + 1]) {
      cell++;
    }
    return cell;
  }

  private void adjust(int i) {
    double off = desired[i] - position[i];
    boolean up = off >= 1 && position[i + 1] - position[i] > 1;
    boolean down = off <= -1 && position[i - 1] - position[i] < -1;
    if (!up && !down) {
      return;
    }
    int d = up ? 1 : -1;
    double candidate = parabolic(i, d);
    if (height[i - 1] < candidate && candidate < height[i + 1]) {
      height[i] = candidate;
    } else {
      height[i] += d * (height[i + d] - height[i]) / (position[i + d] - position[i]);
    }
    position[i] += d;
  }

  private double parabolic(int i, int d) {
    double below = position[i] - position[i - 1];
    double above = position[i + 1] - position[i];
    double slopeAbove = (height[i + 1] - height[i]) / above;
    double slopeBelow = (height[i] - height[i - 1]) / below;
    return height[i] + d / (below + above) * ((below + d) * slopeAbove + (above - d) * slopeBelow);
  }

  /** The estimate, or NaN without a sample. */
  public double value() {
    if (count == 0) {
      return Double.NaN;
    }
    if (count < MARKERS) {
      return height[(int) Math.min(count - 1, (long) (quantile * count))];
    }
    return height[2];
  }

  public long count() {
    return count;
  }

  /** Forgets everything. */
  public void clear() {
    count = 0;
  }
}
