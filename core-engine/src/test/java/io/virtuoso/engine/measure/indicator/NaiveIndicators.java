package io.virtuoso.engine.measure.indicator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The textbook formulas, each from the whole history up to its last bar. */
final class NaiveIndicators {
  private NaiveIndicators() {}

  static double sma(List<TestBar> bars, int period) {
    return bars.size() < period
        ? Double.NaN
        : last(bars, period).stream().mapToDouble(TestBar::close).average().orElseThrow();
  }

  static double wilder(List<Double> samples, int period) {
    return smoothed(samples, period, 1.0 / period);
  }

  static double smoothed(List<Double> samples, int period, double alpha) {
    if (samples.size() < period) {
      return Double.NaN;
    }
    double mean =
        samples.subList(0, period).stream().mapToDouble(Double::doubleValue).average().orElse(0);
    for (double sample : samples.subList(period, samples.size())) {
      mean = (1 - alpha) * mean + alpha * sample;
    }
    return mean;
  }

  static double ema(List<TestBar> bars, int period) {
    return smoothed(bars.stream().map(TestBar::close).toList(), period, 2.0 / (period + 1));
  }

  static double rsi(List<TestBar> bars, int period) {
    double gain = wilder(changes(bars, c -> Math.max(c, 0)), period);
    double loss = wilder(changes(bars, c -> Math.max(-c, 0)), period);
    return gain + loss == 0 ? 50 : loss == 0 ? 100 : 100 - 100 / (1 + gain / loss);
  }

  private static List<Double> changes(List<TestBar> bars, ToDoubleFunction<Double> part) {
    return IntStream.range(1, bars.size())
        .mapToObj(i -> part.applyAsDouble(bars.get(i).close() - bars.get(i - 1).close()))
        .toList();
  }

  static double atr(List<TestBar> bars, int period) {
    return wilder(trueRanges(bars), period);
  }

  private static List<Double> trueRanges(List<TestBar> bars) {
    List<Double> ranges = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      TestBar bar = bars.get(i);
      double range = bar.high() - bar.low();
      if (i > 0) {
        double before = bars.get(i - 1).close();
        range = Math.max(range, Math.abs(bar.high() - before));
        range = Math.max(range, Math.abs(bar.low() - before));
      }
      ranges.add(range);
    }
    return ranges;
  }

  /** +DI, −DI and ADX. */
  static double[] directionalMovement(List<TestBar> bars, int period) {
    List<Double> up = new ArrayList<>();
    List<Double> down = new ArrayList<>();
    List<Double> index = new ArrayList<>();
    double plusDi = Double.NaN;
    double minusDi = Double.NaN;
    List<Double> ranges = trueRanges(bars);
    for (int i = 1; i < bars.size(); i++) {
      double rise = bars.get(i).high() - bars.get(i - 1).high();
      double fall = bars.get(i - 1).low() - bars.get(i).low();
      up.add(rise > fall && rise > 0 ? rise : 0.0);
      down.add(fall > rise && fall > 0 ? fall : 0.0);
      double range = wilder(ranges.subList(1, i + 1), period);
      plusDi = 100 * wilder(up, period) / range;
      minusDi = 100 * wilder(down, period) / range;
      if (!Double.isNaN(plusDi)) {
        index.add(100 * Math.abs(plusDi - minusDi) / (plusDi + minusDi));
      }
    }
    return new double[] {plusDi, minusDi, wilder(index, period)};
  }

  static double cci(List<TestBar> bars, int period) {
    if (bars.size() < period) {
      return Double.NaN;
    }
    double[] prices = last(bars, period).stream().mapToDouble(NaiveIndicators::typical).toArray();
    double mean = IntStream.range(0, period).mapToDouble(i -> prices[i]).average().orElseThrow();
    double deviation =
        IntStream.range(0, period).mapToDouble(i -> Math.abs(prices[i] - mean)).sum() / period;
    return (prices[period - 1] - mean) / (0.015 * deviation);
  }

  static double williamsR(List<TestBar> bars, int period) {
    if (bars.size() < period) {
      return Double.NaN;
    }
    double high = highest(bars, period);
    double low = lowest(bars, period);
    return high == low ? -50 : -100 * (high - bars.getLast().close()) / (high - low);
  }

  static double highest(List<TestBar> bars, int period) {
    return last(bars, period).stream().mapToDouble(TestBar::high).max().orElseThrow();
  }

  static double lowest(List<TestBar> bars, int period) {
    return last(bars, period).stream().mapToDouble(TestBar::low).min().orElseThrow();
  }

  static double awesome(List<TestBar> bars) {
    return bars.size() < 34 ? Double.NaN : middle(last(bars, 5)) - middle(last(bars, 34));
  }

  private static double middle(List<TestBar> bars) {
    return bars.stream().mapToDouble(b -> (b.high() + b.low()) / 2).average().orElseThrow();
  }

  static double efficiency(List<TestBar> bars, int period) {
    if (bars.size() < period + 1) {
      return Double.NaN;
    }
    List<TestBar> window = last(bars, period + 1);
    double path = 0;
    for (int i = 1; i <= period; i++) {
      path += Math.abs(window.get(i).close() - window.get(i - 1).close());
    }
    return path == 0 ? 0 : (window.getLast().close() - window.getFirst().close()) / path;
  }

  static double cmf(List<TestBar> bars, int period) {
    if (bars.size() < period) {
      return Double.NaN;
    }
    double flow = last(bars, period).stream().mapToDouble(NaiveIndicators::flow).sum();
    return flow / last(bars, period).stream().mapToDouble(TestBar::volume).sum();
  }

  static List<Double> adl(List<TestBar> bars) {
    List<Double> line = new ArrayList<>();
    double total = 0;
    for (TestBar bar : bars) {
      total += flow(bar);
      line.add(total);
    }
    return line;
  }

  static List<Double> obv(List<TestBar> bars) {
    List<Double> line = new ArrayList<>();
    double total = 0;
    for (int i = 0; i < bars.size(); i++) {
      if (i > 0) {
        total += Math.signum(bars.get(i).close() - bars.get(i - 1).close()) * bars.get(i).volume();
      }
      line.add(total);
    }
    return line;
  }

  /** Least squares over the last samples. */
  static double slope(List<Double> samples, int period) {
    if (samples.size() < period) {
      return Double.NaN;
    }
    List<Double> window = samples.subList(samples.size() - period, samples.size());
    double mean = window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double middle = (period - 1) / 2.0;
    double product = 0;
    double square = 0;
    for (int i = 0; i < period; i++) {
      product += (i - middle) * (window.get(i) - mean);
      square += (i - middle) * (i - middle);
    }
    return product / square;
  }

  static double zScore(List<Double> samples, int lookBack, int needed) {
    if (samples.size() < needed) {
      return Double.NaN;
    }
    List<Double> window = samples.subList(Math.max(0, samples.size() - lookBack), samples.size());
    double mean = window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    double variance =
        window.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
    return Math.clamp((samples.getLast() - mean) / Math.sqrt(variance), -3.0, 3.0);
  }

  /** VWAP and its deviation over the bars of the last bar's UTC day. */
  static double[] vwap(List<TestBar> bars) {
    long day = Math.floorDiv(bars.getLast().openTimeMs(), 86_400_000L);
    List<TestBar> session =
        bars.stream().filter(b -> Math.floorDiv(b.openTimeMs(), 86_400_000L) == day).toList();
    double volume = session.stream().mapToDouble(TestBar::volume).sum();
    double vwap = session.stream().mapToDouble(b -> typical(b) * b.volume()).sum() / volume;
    double square =
        session.stream().mapToDouble(b -> Math.pow(typical(b) - vwap, 2) * b.volume()).sum();
    return new double[] {vwap, Math.sqrt(square / volume), session.size()};
  }

  static double relativeVolume(List<TestBar> bars, int period) {
    if (bars.size() <= period) {
      return Double.NaN;
    }
    double mean =
        last(bars.subList(0, bars.size() - 1), period).stream()
            .mapToDouble(TestBar::volume)
            .average()
            .orElseThrow();
    return bars.getLast().volume() / mean;
  }

  static List<TestBar> last(List<TestBar> bars, int count) {
    return bars.subList(bars.size() - count, bars.size());
  }

  private static double typical(TestBar bar) {
    return (bar.high() + bar.low() + bar.close()) / 3;
  }

  private static double flow(TestBar bar) {
    double range = bar.high() - bar.low();
    return range == 0 ? 0 : (2 * bar.close() - bar.low() - bar.high()) / range * bar.volume();
  }
}
