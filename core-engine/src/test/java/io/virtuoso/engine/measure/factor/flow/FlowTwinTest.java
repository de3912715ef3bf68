package io.virtuoso.engine.measure.factor.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.statistic.RollingQuantile;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Market;
import io.virtuoso.engine.measure.story.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each windowed factor against a slow twin that walks over all events at every reading. */
class FlowTwinTest {
  private record Trade(long time, double price, double signed, double notional) {}

  private final Market market = new Market();
  private final List<Trade> trades = new ArrayList<>();
  private final List<Event.Interest> interests = new ArrayList<>();
  private final List<Event.Closed> bars = new ArrayList<>();
  private int present;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void streamingEqualsBatch(long seed) {
    long newest = 0;
    int i = 0;
    for (Event event : Tape.random(seed, 50)) {
      market.accept(event);
      switch (event) {
        case Event.Trade t -> {
          newest = Math.max(newest, t.timeMs());
          trades.add(new Trade(newest, t.price(), t.signed(), t.notional()));
        }
        case Event.Interest o -> interests.add(o);
        case Event.Closed c -> bars.add(c);
        default -> {}
      }
      if (i++ % 701 == 700) {
        compareAll(market.newestMs() + (i % 3) * 1_300L);
      }
    }
    assertThat(present).as("readings that were compared").isGreaterThan(150);
  }

  private void compareAll(long now) {
    compare("cvd", now, () -> cvd(now), 1e-12);
    compare("cvd", now, () -> exactWindow(now), .05);
    compare("trade_imbalance", now, () -> imbalance(now), 1e-12);
    compare("flow_momentum", now, () -> momentum(now), 1e-9);
    compare("large_trades", now, () -> large(now), 1e-12);
    compare("stacked_imbalance", now, () -> stacked(now), 1e-12);
    compare("divergence", now, () -> divergence(), 1e-9);
    compare("open_interest", now, () -> openInterest(now), 1e-12);
  }

  private void compare(String name, long now, DoubleSupplier expected, double tolerance) {
    Reading reading = market.read(name, now);
    if (reading.isPresent()) {
      assertThat(reading.bias())
          .as("%s at %d", name, now)
          .isCloseTo(expected.getAsDouble(), within(tolerance));
      present++;
    }
  }

  private double ratio(long now, long bucketMs, int buckets) {
    double signed = 0;
    double turnover = 0;
    for (Trade t : trades) {
      if (t.time / bucketMs > now / bucketMs - buckets) {
        signed += t.signed;
        turnover += t.notional;
      }
    }
    return signed / turnover;
  }

  private double cvd(long now) {
    return Math.tanh(3 * ratio(now, 10_000, 180));
  }

  /** To the ms; the buckets may leave out up to 10 s of 30 min. */
  private double exactWindow(long now) {
    return Math.tanh(3 * ratio(now, 1, 1_800_000));
  }

  private double imbalance(long now) {
    double[] ratios = {ratio(now, 1_000, 10), ratio(now, 1_000, 30), ratio(now, 1_000, 100)};
    double[] weights = {.5, .3, .2};
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < 3; i++) {
      if (!Double.isNaN(ratios[i])) {
        sum += weights[i] * ratios[i];
        weight += weights[i];
      }
    }
    return sum / weight;
  }

  private double momentum(long now) {
    TreeMap<Long, Double> seconds = new TreeMap<>();
    TreeMap<Long, Long> samples = new TreeMap<>();
    long first = trades.getFirst().time / 1_000;
    for (Trade t : trades) {
      long second = t.time / 1_000;
      // A sample is taken by the first trade of 5 s, once a second is over.
      if (!seconds.containsKey(second) && second > first) {
        samples.putIfAbsent(t.time / 5_000, second);
      }
      seconds.merge(second, t.signed, Double::sum);
    }
    double fast = 0;
    double slow = 0;
    TreeMap<Long, Double> difference = new TreeMap<>();
    for (long s = first; s < now / 1_000; s++) {
      difference.put(s, fast - slow);
      double x = seconds.getOrDefault(s, 0.0);
      fast += (1 - Math.exp(-.1)) * (x - fast);
      slow += (1 - Math.exp(-1 / 60.0)) * (x - slow);
    }
    difference.put(now / 1_000, fast - slow);
    long newest = samples.lastKey();
    double[] window =
        samples.tailMap(newest - 360, false).values().stream()
            .mapToDouble(s -> difference.getOrDefault(s, Double.NaN))
            .toArray();
    double mean = Arrays.stream(window).average().orElseThrow();
    double sd =
        Math.sqrt(Arrays.stream(window).map(d -> (d - mean) * (d - mean)).average().orElseThrow());
    return Math.tanh(Math.clamp((fast - slow - mean) / sd, -3.0, 3.0) / 2);
  }

  private double large(long now) {
    RollingQuantile threshold = new RollingQuantile(.99, 900_000, 100);
    double signed = 0;
    double turnover = 0;
    for (Trade t : trades) {
      if (threshold.isExceededBy(t.notional) && t.time / 10_000 > now / 10_000 - 90) {
        signed += t.signed;
        turnover += t.notional;
      }
      threshold.add(t.time, t.notional);
    }
    return signed / turnover;
  }

  private double stacked(long now) {
    TreeMap<Long, double[]> rows = new TreeMap<>();
    double turnover = 0;
    for (Trade t : trades) {
      if (t.time / 60_000 > now / 60_000 - 10) {
        double[] row = rows.computeIfAbsent(PriceLadder.row(t.price), _ -> new double[2]);
        row[0] += t.signed;
        row[1] += t.notional;
        turnover += t.notional;
      }
    }
    double thin = .005 * turnover;
    rows.values().removeIf(row -> row[1] < thin);
    List<Long> filled = new ArrayList<>(rows.keySet());
    double best = 0;
    for (int side = -1; side <= 1; side += 2) {
      for (int from = 0; from < filled.size(); from++) {
        double sum = 0;
        for (int to = from; to < filled.size(); to++) {
          double[] row = rows.getOrDefault(filled.get(to), new double[2]);
          boolean near = to == from || filled.get(to) - filled.get(to - 1) <= 8;
          if (!near || side * row[0] < .4 * row[1]) {
            break;
          }
          sum += row[0];
          if (to - from >= 2 && Math.abs(sum) > Math.abs(best)) {
            best = sum;
          }
        }
      }
    }
    return Math.tanh(3 * best / turnover);
  }

  private double divergence() {
    List<Event.Closed> last = bars.subList(bars.size() - 20, bars.size());
    double[] cumulative = new double[20];
    double[] close = new double[20];
    double sum = 0;
    for (int i = 0; i < 20; i++) {
      sum += 2 * last.get(i).bar().takerBuyVolume() - last.get(i).bar().volume();
      cumulative[i] = sum;
      close[i] = last.get(i).bar().close();
    }
    return Math.tanh(pearson(cumulative) - pearson(close));
  }

  private static double pearson(double[] y) {
    double sx = 0;
    double sy = 0;
    double sxx = 0;
    double sxy = 0;
    double syy = 0;
    double base = y[0];
    for (int i = 0; i < y.length; i++) {
      double v = y[i] - base;
      sx += i;
      sy += v;
      sxx += i * (double) i;
      sxy += i * v;
      syy += v * v;
    }
    double n = y.length;
    return (n * sxy - sx * sy) / Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  }

  private double openInterest(long now) {
    double before = Double.NaN;
    double priceBefore = Double.NaN;
    for (Event.Interest interest : interests) {
      before = interest.timeMs() / 30_000 <= now / 30_000 - 30 ? interest.base() : before;
    }
    for (Trade t : trades) {
      priceBefore = t.time / 30_000 <= now / 30_000 - 30 ? t.price : priceBefore;
    }
    double dOi = interests.getLast().base() / before - 1;
    double dP = trades.getLast().price / priceBefore - 1;
    double size = Math.min(1, Math.abs(dOi) / .02) * Math.min(1, Math.abs(dP) / .01);
    return Math.signum(dP) * (dOi > 0 ? 1 : .5) * size;
  }
}
