package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Volume by price over the last bars, and its value area: the bins around the busiest one that hold
 * 70 % of the volume. A bar's volume is spread evenly over its range, at least over one bin's
 * height. The accessors answer for the bar last given to {@link #look} or {@link #update}.
 */
public final class VolumeProfile {
  private static final double AREA_SHARE = 0.7;

  /** Sums in another order differ by this much; a difference within it is no difference. */
  private static final double ROUNDING = 1e-9;

  private final int bins;
  private final int needed;
  private final int period;
  private final Window highs;
  private final Window lows;
  private final Window volumes;

  /** The bins of the bar that is looked at and those before it. */
  private final double[] volume;

  /** Where the volume per bin steps up or down, for bars that cover whole bins. */
  private final double[] rise;

  /** The same without the bar that is looked at: kept, because it rarely widens the range. */
  private final double[] tailVolume;

  private final double[] tailRise;
  private double tailLow = Double.POSITIVE_INFINITY;
  private double tailHigh = Double.NEGATIVE_INFINITY;
  private double tailTotal;
  private int tailBars;

  private double bottom;
  private double height;
  private double closedLow = Double.NaN;
  private double closedHigh = Double.NaN;
  private double areaLow = Double.NaN;
  private double areaHigh = Double.NaN;

  /**
   * @param period bars in the profile
   * @param needed bars below which there is no answer
   * @param bins price steps between the lowest low and the highest high
   */
  public VolumeProfile(int period, int needed, int bins) {
    this.period = period;
    this.needed = needed;
    this.bins = bins;
    this.highs = new Window(period);
    this.lows = new Window(period);
    this.volumes = new Window(period);
    this.volume = new double[bins];
    this.rise = new double[bins];
    this.tailVolume = new double[bins];
    this.tailRise = new double[bins];
  }

  /** Keeps a closed bar. */
  public void update(BarView closed) {
    if (Bars.hasVolume(closed)) {
      look(closed);
      closedLow = areaLow;
      closedHigh = areaHigh;
      highs.add(closed.high());
      lows.add(closed.low());
      volumes.add(closed.volume());
      measureTail();
    }
    look(null);
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    areaLow = closedLow;
    areaHigh = closedHigh;
    if (open == null || !Bars.hasVolume(open)) {
      return;
    }
    areaLow = Double.NaN;
    areaHigh = Double.NaN;
    if (tailBars + 1 >= needed && tailTotal + open.volume() > 0) {
      build(open);
      findArea();
    }
  }

  /** Lower edge of the value area, in quote currency; NaN until warm or without volume. */
  public double areaLow() {
    return areaLow;
  }

  /** Upper edge of the value area, in quote currency; NaN until warm or without volume. */
  public double areaHigh() {
    return areaHigh;
  }

  private void measureTail() {
    tailBars = Math.min(highs.size(), period - 1);
    tailTotal = volumes.sum(tailBars);
    tailLow = Double.POSITIVE_INFINITY;
    tailHigh = Double.NEGATIVE_INFINITY;
    for (int age = 0; age < tailBars; age++) {
      tailHigh = Math.max(tailHigh, highs.get(age));
      tailLow = Math.min(tailLow, lows.get(age));
    }
    spreadTail(tailLow, tailHigh);
    System.arraycopy(volume, 0, tailVolume, 0, bins);
    System.arraycopy(rise, 0, tailRise, 0, bins);
  }

  private void build(BarView newest) {
    if (newest.low() >= tailLow && newest.high() <= tailHigh) {
      scale(tailLow, tailHigh);
      System.arraycopy(tailVolume, 0, volume, 0, bins);
      System.arraycopy(tailRise, 0, rise, 0, bins);
    } else {
      spreadTail(Math.min(tailLow, newest.low()), Math.max(tailHigh, newest.high()));
    }
    if (height > 0) {
      spread(newest.low(), newest.high(), newest.volume());
    }
    double level = 0;
    for (int bin = 0; bin < bins; bin++) {
      level += rise[bin];
      volume[bin] = Math.max(0, volume[bin] + level);
    }
  }

  private void scale(double low, double high) {
    bottom = low;
    height = (high - low) / bins;
  }

  private void spreadTail(double low, double high) {
    scale(low, high);
    Arrays.fill(volume, 0);
    Arrays.fill(rise, 0);
    for (int age = 0; age < tailBars && height > 0; age++) {
      spread(lows.get(age), highs.get(age), volumes.get(age));
    }
  }

  /** Ends go into their bins; what lies between is a step up after one and down at the other. */
  private void spread(double low, double high, double traded) {
    double from = (low - bottom) / height;
    double to = (high - bottom) / height;
    double widening = Math.max(0, 1 - (to - from)) / 2;
    from = Math.max(0, from - widening);
    to = Math.min(bins, to + widening);
    double perBin = traded / (to - from);
    int first = Math.min((int) from, bins - 1);
    int last = Math.min((int) to, bins - 1);
    if (first == last) {
      volume[first] += traded;
      return;
    }
    volume[first] += (first + 1 - from) * perBin;
    volume[last] += (to - last) * perBin;
    rise[first + 1] += perBin;
    rise[last] -= perBin;
  }

  private void findArea() {
    if (!(height > 0)) {
      areaLow = bottom;
      areaHigh = bottom;
      return;
    }
    double most = 0;
    double total = 0;
    for (double traded : volume) {
      most = Math.max(most, traded);
      total += traded;
    }
    int low = busiestNearCentre(most);
    int high = bins - 1 - low;
    if (!isBusiest(high, most)) {
      high = low;
    } else if (low > high) {
      int swapped = low;
      low = high;
      high = swapped;
    }
    double held = 0;
    for (int bin = low; bin <= high; bin++) {
      held += volume[bin];
    }
    while (held < AREA_SHARE * total * (1 - ROUNDING) && (low > 0 || high < bins - 1)) {
      double down = low > 0 ? volume[low - 1] : -1;
      double up = high < bins - 1 ? volume[high + 1] : -1;
      double slack = ROUNDING * most;
      if (down >= up - slack && down >= 0) {
        held += volume[--low];
      }
      if (up >= down - slack && up >= 0) {
        held += volume[++high];
      }
    }
    areaLow = bottom + low * height;
    areaHigh = bottom + (high + 1) * height;
  }

  /** Among equally busy bins the one nearest to the middle, so that no side is preferred. */
  private int busiestNearCentre(double most) {
    int low = (bins - 1) / 2;
    int high = bins - 1 - low;
    while (low > 0 && !isBusiest(low, most) && !isBusiest(high, most)) {
      low--;
      high++;
    }
    return isBusiest(low, most) ? low : high;
  }

  private boolean isBusiest(int bin, double most) {
    return volume[bin] >= most * (1 - ROUNDING);
  }
}
