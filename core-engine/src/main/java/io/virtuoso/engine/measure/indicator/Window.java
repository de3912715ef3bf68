package io.virtuoso.engine.measure.indicator;

/** The last samples of a series, up to a fixed number. */
public final class Window {
  private final double[] ring;
  private int next;
  private int size;

  public Window(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a window holds at least one sample, not " + capacity);
    }
    ring = new double[capacity];
  }

  /** Adds the newest sample; the oldest leaves once the window is full. */
  public void add(double sample) {
    ring[next] = sample;
    next = next + 1 == ring.length ? 0 : next + 1;
    size = Math.min(size + 1, ring.length);
  }

  /**
   * The sample that came {@code age} samples before the newest.
   *
   * @param age 0 for the newest, below {@link #size}
   */
  public double get(int age) {
    int slot = next - 1 - age;
    return ring[slot < 0 ? slot + ring.length : slot];
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return ring.length;
  }

  /** The sum of the newest {@code count} samples, or of all when there are fewer. */
  public double sum(int count) {
    double sum = 0;
    for (int age = Math.min(count, size) - 1; age >= 0; age--) {
      sum += get(age);
    }
    return sum;
  }
}
