package io.virtuoso.engine.measure.factor.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Market;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CrowdFactorsTest {
  private static final long T = 1_700_000_040_000L;
  private static final long HOUR = 3_600_000;

  private final CrowdFactors crowd = new CrowdFactors();

  private Reading read(String name, long nowMs) {
    return Market.read(crowd.factors(), name, nowMs);
  }

  @Test
  void fundingWithoutHistoryIsMeasuredAgainstAConstant() {
    assertThat(read("funding", T).missing()).isEqualTo("no funding rate");
    crowd.onFunding(T, .00025, 4);
    Reading reading = read("funding", T);
    assertThat(reading.input(0)).as("percent per 8 h").isCloseTo(.05, within(1e-12));
    assertThat(reading.bias()).isCloseTo(-Math.tanh(1), within(1e-12));
    assertThat(reading.quality()).isEqualTo(.5);
    crowd.onFunding(T, -.0005, Double.NaN);
    assertThat(read("funding", T).bias()).isCloseTo(Math.tanh(1), within(1e-12));
  }

  @Test
  void fundingWithHistoryIsMeasuredAgainstThirtyDays() {
    Random random = new Random(3);
    double[] rates = new double[200];
    long time = T;
    for (int i = 0; i < rates.length; i++, time += 8 * HOUR) {
      rates[i] = 1e-4 * random.nextGaussian();
      crowd.onFunding(time, rates[i], 8);
    }
    double[] month = Arrays.copyOfRange(rates, 110, 200);
    double mean = Arrays.stream(month).average().orElseThrow();
    double sd =
        Math.sqrt(Arrays.stream(month).map(r -> (r - mean) * (r - mean)).average().orElseThrow());
    double z = Math.clamp((rates[199] - mean) / sd, -3.0, 3.0);
    assertThat(read("funding", time).bias()).isCloseTo(-Math.tanh(z), within(1e-9));
    assertThat(read("funding", time).quality()).isEqualTo(1);
  }

  @Test
  void fundingHistoryMayComeBehindTheRateInForce() {
    Random random = new Random(4);
    CrowdFactors inOrder = new CrowdFactors();
    double[] rates = new double[100];
    for (int i = 0; i < rates.length; i++) {
      rates[i] = 1e-4 * random.nextGaussian();
      inOrder.onFunding(T + i * 8L * HOUR, rates[i], 8);
    }
    long now = T + 99 * 8L * HOUR + HOUR;
    inOrder.onFunding(now, .0002, 8);
    crowd.onFunding(now, .0002, 8);
    for (int i = 0; i < rates.length; i++) {
      crowd.onFunding(T + i * 8L * HOUR, rates[i], 8);
    }
    Reading expected = Market.read(inOrder.factors(), "funding", now);
    Reading reading = read("funding", now);
    assertThat(reading.input(0)).as("the rate in force").isCloseTo(.02, within(1e-12));
    assertThat(reading.input(1)).isEqualTo(expected.input(1));
    assertThat(reading.input(2)).isEqualTo(90);
    assertThat(reading.bias()).isEqualTo(expected.bias());
    assertThat(reading.inputTimeMs()).isEqualTo(now);
  }

  @Test
  void aRatioOfThePastIsNotTheRatioNow() {
    crowd.onLongShortRatio(T, 1.5);
    crowd.onLongShortRatio(T - HOUR, 3);
    assertThat(read("long_short_ratio", T).input(0)).isEqualTo(1.5);
    assertThat(read("long_short_ratio", T).inputTimeMs()).isEqualTo(T);
  }

  @Test
  void fundingThatNeverVariesFallsBackToTheConstant() {
    for (int i = 0; i < 100; i++) {
      crowd.onFunding(T + i * 8L * HOUR, .0001, 8);
    }
    assertThat(read("funding", T + 800 * HOUR).bias()).isCloseTo(-Math.tanh(.2), within(1e-12));
  }

  @Test
  void moreLongsAreMoreBearish() {
    double last = 2;
    for (double ratio = .2; ratio < 5; ratio += .1) {
      crowd.onLongShortRatio(T, ratio);
      double bias = read("long_short_ratio", T).bias();
      assertThat(bias).isCloseTo(-Math.tanh(2 * Math.log(ratio)), within(1e-12));
      assertThat(bias).isLessThan(last);
      last = bias;
    }
  }

  @Test
  void liquidationsFadeAndNeedFive() {
    record Forced(long time, double notional, boolean longPosition) {}
    Random random = new Random(8);
    List<Forced> all = new ArrayList<>();
    long time = T;
    for (int i = 0; i < 300; i++) {
      time += random.nextInt(240_000);
      Forced forced = new Forced(time, 1 + random.nextInt(1_000), random.nextInt(3) == 0);
      all.add(forced);
      crowd.onLiquidation(forced.time, forced.notional, forced.longPosition);
      if (i < 4) {
        assertThat(read("liquidations", time).missing()).contains("fewer than 5");
        continue;
      }
      long now = time + random.nextInt(100_000);
      double lean = 0;
      double sum = 0;
      for (Forced f : all) {
        double kept = f.notional * Math.pow(.5, (now - f.time) / 1_800_000.0);
        lean += f.longPosition ? -kept : kept;
        sum += kept;
      }
      assertThat(read("liquidations", now).bias())
          .isCloseTo(Math.tanh(1.5 * lean / sum), within(1e-9));
    }
    assertThat(read("liquidations", time + 3 * HOUR).isPresent()).isFalse();
  }

  @Test
  void basisIsUnusualAgainstFourHours() {
    Random random = new Random(4);
    List<Double> minutes = new ArrayList<>();
    long time = T;
    double basis = 0;
    for (int i = 0; i < 1_500; i++, time += 20_000) {
      double mark = 100 + random.nextGaussian() / 10;
      basis = (mark - 100) / 100;
      if (i % 3 == 0) {
        minutes.add(basis);
      }
      crowd.onMarkIndex(time, mark, 100);
      if (i == 60) {
        assertThat(read("basis", time).missing()).contains("30 samples");
      }
    }
    double[] look =
        minutes.subList(minutes.size() - 240, minutes.size()).stream()
            .mapToDouble(d -> d)
            .toArray();
    double mean = Arrays.stream(look).average().orElseThrow();
    double sd =
        Math.sqrt(Arrays.stream(look).map(r -> (r - mean) * (r - mean)).average().orElseThrow());
    double z = Math.clamp((basis - mean) / sd, -3.0, 3.0);
    assertThat(read("basis", time).bias()).isCloseTo(-Math.tanh(z), within(1e-9));
    assertThat(read("basis", time + HOUR).missing()).contains("10 min");
  }

  @Test
  void impossibleNumbersAreDropped() {
    crowd.onFunding(T, 2, 8);
    crowd.onFunding(T, .1, 0);
    crowd.onLongShortRatio(T, 0);
    crowd.onMarkIndex(T, Double.NaN, 1);
    crowd.onLiquidation(T, -1, true);
    crowd.onLiquidation(-T, 1, true);
    assertThat(crowd.dropped()).isEqualTo(6);
    assertThat(crowd.factors())
        .allSatisfy(f -> assertThat(read(f.name(), T).isPresent()).isFalse());
  }
}
