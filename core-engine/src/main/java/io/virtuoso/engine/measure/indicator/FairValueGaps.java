package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * Three-candle gaps, between the first candle's end and the third one's beginning, that price has
 * not traded through since. What later bars trade into is filled; the rest remains. The accessors
 * answer for the bar last given to {@link #look} or {@link #update}.
 */
public final class FairValueGaps {
  private final Side below = new Side(1);
  private final Side above = new Side(-1);

  /** Keeps a closed bar. */
  public void update(BarView closed) {
    if (Bars.isFinite(closed)) {
      below.update(closed);
      above.update(closed);
    }
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    boolean usable = open != null && Bars.isFinite(open);
    below.look(usable ? open : null);
    above.look(usable ? open : null);
  }

  /** Upper edge of the nearest gap below the price, in quote currency, or NaN. */
  public double belowNear() {
    return below.near;
  }

  /** Lower edge of the nearest gap below the price, in quote currency, or NaN. */
  public double belowFar() {
    return below.far;
  }

  /** Lower edge of the nearest gap above the price, in quote currency, or NaN. */
  public double aboveNear() {
    return -above.near;
  }

  /** Upper edge of the nearest gap above the price, in quote currency, or NaN. */
  public double aboveFar() {
    return -above.far;
  }

  /**
   * The gaps of one side; the side above sees all prices with the opposite sign. Each gap begins at
   * the low of a newer bar than the one before it, and every low cuts all gaps above it, so the
   * newest gap is always the nearest.
   */
  private static final class Side {
    private static final int CAPACITY = 32;

    private final int sign;

    /** Oldest first. */
    private final double[] tops = new double[CAPACITY];

    private final double[] bottoms = new double[CAPACITY];
    private int size;
    private double lastHigh = Double.NaN;
    private double highBefore = Double.NaN;
    private double near = Double.NaN;
    private double far = Double.NaN;

    Side(int sign) {
      this.sign = sign;
    }

    void update(BarView bar) {
      double low = low(bar);
      int kept = 0;
      for (int i = 0; i < size; i++) {
        if (bottoms[i] < low) {
          tops[kept] = Math.min(tops[i], low);
          bottoms[kept++] = bottoms[i];
        }
      }
      size = kept;
      if (low > highBefore) {
        add(low, highBefore);
      }
      highBefore = lastHigh;
      lastHigh = sign > 0 ? bar.high() : -bar.low();
      look(null);
    }

    void look(@Nullable BarView open) {
      double low = open == null ? Double.POSITIVE_INFINITY : low(open);
      if (open != null && low > highBefore) {
        near = low;
        far = highBefore;
        return;
      }
      int newest = size - 1;
      while (newest >= 0 && !(bottoms[newest] < low)) {
        newest--;
      }
      near = newest < 0 ? Double.NaN : Math.min(tops[newest], low);
      far = newest < 0 ? Double.NaN : bottoms[newest];
    }

    private double low(BarView bar) {
      return sign > 0 ? bar.low() : -bar.high();
    }

    private void add(double top, double bottom) {
      if (size == CAPACITY) {
        System.arraycopy(tops, 1, tops, 0, CAPACITY - 1);
        System.arraycopy(bottoms, 1, bottoms, 0, CAPACITY - 1);
        size--;
      }
      tops[size] = top;
      bottoms[size++] = bottom;
    }
  }
}
