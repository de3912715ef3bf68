package io.virtuoso.engine.measure.indicator;

import java.util.ArrayList;
import java.util.List;

/** The definitions of structure, each from the whole history up to its last bar. */
final class NaiveStructure {
  private NaiveStructure() {}

  static boolean isSwingHigh(List<TestBar> bars, int i) {
    double high = bars.get(i).high();
    return i >= 2
        && i + 2 < bars.size()
        && high > bars.get(i - 1).high()
        && high > bars.get(i - 2).high()
        && high >= bars.get(i + 1).high()
        && high >= bars.get(i + 2).high();
  }

  static boolean isSwingLow(List<TestBar> bars, int i) {
    double low = bars.get(i).low();
    return i >= 2
        && i + 2 < bars.size()
        && low < bars.get(i - 1).low()
        && low < bars.get(i - 2).low()
        && low <= bars.get(i + 1).low()
        && low <= bars.get(i + 2).low();
  }

  /** The last break. */
  record Broken(int direction, int bar, double level, boolean changed) {}

  static Broken lastBreak(List<TestBar> bars) {
    Broken last = new Broken(0, -1, Double.NaN, false);
    for (int t = 0; t < bars.size(); t++) {
      double high = standing(bars, t, 1);
      double low = standing(bars, t, -1);
      double close = bars.get(t).close();
      if (close > high) {
        last = new Broken(1, t, high, last.direction == -1);
      } else if (close < low) {
        last = new Broken(-1, t, low, last.direction == 1);
      }
    }
    return last;
  }

  /** The newest swing confirmed before bar {@code t}, unless a close has passed it since. */
  private static double standing(List<TestBar> bars, int t, int side) {
    for (int i = t - 3; i >= 2; i--) {
      if (side > 0 ? isSwingHigh(bars, i) : isSwingLow(bars, i)) {
        double level = side > 0 ? bars.get(i).high() : bars.get(i).low();
        for (int later = i + 3; later < t; later++) {
          if (side * bars.get(later).close() > side * level) {
            return Double.NaN;
          }
        }
        return level;
      }
    }
    return Double.NaN;
  }

  /** A level and how often it was touched. */
  record Level(double price, int touches) {}

  /** Clusters of all swings, in the order in which they were confirmed; none is forgotten. */
  static List<Level> levels(List<TestBar> bars, List<Double> atr) {
    List<Level> levels = new ArrayList<>();
    for (int t = 4; t < bars.size(); t++) {
      double radius = Double.isNaN(atr.get(t)) ? 0 : atr.get(t) / 2;
      List<TestBar> prefix = bars.subList(0, t + 1);
      if (isSwingHigh(prefix, t - 2)) {
        touch(levels, bars.get(t - 2).high(), radius);
      }
      if (isSwingLow(prefix, t - 2)) {
        touch(levels, bars.get(t - 2).low(), radius);
      }
    }
    return levels;
  }

  private static void touch(List<Level> levels, double price, double radius) {
    Level nearest = null;
    for (Level level : levels) {
      if (nearest == null || Math.abs(level.price - price) < Math.abs(nearest.price - price)) {
        nearest = level;
      }
    }
    if (nearest == null || Math.abs(nearest.price - price) > radius) {
      levels.add(new Level(price, 1));
    } else {
      double mean = (nearest.price * nearest.touches + price) / (nearest.touches + 1);
      levels.set(levels.indexOf(nearest), new Level(mean, nearest.touches + 1));
    }
  }

  /** Bars since the newest unmitigated block of a side began its displacement, or −1. */
  static int blockAge(List<TestBar> bars, List<Double> atr, int side) {
    for (int t = bars.size() - 1; t >= 1; t--) {
      TestBar bar = bars.get(t);
      double body = side * (bar.close() - bar.open());
      if (!(body > 0 && body >= 1.5 * atr.get(t - 1))) {
        continue;
      }
      for (int k = t - 1; k >= Math.max(0, t - 10); k--) {
        if (side * (bars.get(k).close() - bars.get(k).open()) < 0) {
          double edge = side > 0 ? bars.get(k).high() : bars.get(k).low();
          if (side * bar.close() > side * edge && untouched(bars, t + 1, edge, side)) {
            return bars.size() - 1 - t;
          }
          break;
        }
      }
    }
    return -1;
  }

  private static boolean untouched(List<TestBar> bars, int from, double edge, int side) {
    return bars.subList(from, bars.size()).stream()
        .allMatch(b -> side > 0 ? b.low() > edge : b.high() < edge);
  }

  /** Near and far edge of the nearest unfilled gap below (side 1) or above (−1), or NaN. */
  static double[] gap(List<TestBar> bars, int side) {
    double near = Double.NaN;
    double far = Double.NaN;
    for (int t = 2; t < bars.size(); t++) {
      double begin = side > 0 ? bars.get(t).low() : bars.get(t).high();
      double end = side > 0 ? bars.get(t - 2).high() : bars.get(t - 2).low();
      if (!(side * begin > side * end)) {
        continue;
      }
      boolean filled = false;
      for (TestBar later : bars.subList(t + 1, bars.size())) {
        double reach = side > 0 ? later.low() : later.high();
        filled |= side * reach <= side * end;
        begin = side > 0 ? Math.min(begin, reach) : Math.max(begin, reach);
      }
      if (!filled && !(side * begin < side * near)) {
        near = begin;
        far = end;
      }
    }
    return new double[] {near, far};
  }

  /** Lower and upper edge of the value area of the last bars. */
  static double[] valueArea(List<TestBar> history, int period, int bins) {
    List<TestBar> bars = NaiveIndicators.last(history, Math.min(period, history.size()));
    double bottom = NaiveIndicators.lowest(bars, bars.size());
    double top = NaiveIndicators.highest(bars, bars.size());
    double height = (top - bottom) / bins;
    double[] volume = new double[bins];
    for (TestBar bar : bars) {
      double widening = Math.max(0, height - (bar.high() - bar.low())) / 2;
      double from = Math.max(bottom, bar.low() - widening);
      double to = Math.min(top, bar.high() + widening);
      for (int bin = 0; bin < bins; bin++) {
        double floor = bottom + bin * height;
        double overlap = Math.min(to, floor + height) - Math.max(from, floor);
        volume[bin] += bar.volume() * Math.max(0, overlap) / (to - from);
      }
    }
    int low = 0;
    double total = 0;
    for (int bin = 0; bin < bins; bin++) {
      low = volume[bin] > volume[low] ? bin : low;
      total += volume[bin];
    }
    int high = low;
    double held = volume[low];
    while (held < 0.7 * total) {
      double down = low > 0 ? volume[low - 1] : -1;
      double up = high < bins - 1 ? volume[high + 1] : -1;
      held += Math.max(down, up);
      if (down > up) {
        low--;
      } else {
        high++;
      }
    }
    return new double[] {bottom + low * height, bottom + (high + 1) * height};
  }
}
