package io.virtuoso.engine.measure.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatisticTest {
  private record Sample(long time, double value) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bucketSumsEqualTheFilteredList(long seed) {
    Random random = new Random(seed);
    TimeBuckets buckets = new TimeBuckets(7, 100, 2);
    List<Sample> all = new ArrayList<>();
    long time = 12_345;
    for (int i = 0; i < 3_000; i++) {
      time += random.nextInt(50) == 0 ? random.nextInt(2_000) : random.nextInt(60);
      double value = random.nextGaussian();
      buckets.advance(time);
      buckets.add(0, value);
      buckets.add(1, 1);
      all.add(new Sample(time, value));
      long now = time + random.nextInt(900);
      int count = 1 + random.nextInt(7);
      double sum = 0;
      double n = 0;
      for (Sample sample : all) {
        if (sample.time / 100 > now / 100 - count) {
          sum += sample.value;
          n++;
        }
      }
      assertThat(buckets.sum(0, now, count)).isCloseTo(sum, within(1e-12));
      assertThat(buckets.sum(1, now, count)).isEqualTo(n);
    }
  }

  @Test
  void aLateTimeCountsInTheNewestBucket() {
    TimeBuckets buckets = new TimeBuckets(3, 10, 1);
    buckets.advance(55);
    buckets.advance(5);
    buckets.add(0, 4);
    assertThat(buckets.sum(0, 55, 1)).isEqualTo(4);
    assertThat(buckets.sum(0, 85, 3)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void laggedValueEqualsASearch(long seed) {
    Random random = new Random(seed);
    LaggedValue lagged = new LaggedValue(5, 100);
    List<Sample> all = new ArrayList<>();
    long time = 9_870;
    for (int i = 0; i < 3_000; i++) {
      time += random.nextInt(40) == 0 ? random.nextInt(3_000) : random.nextInt(150);
      double value = random.nextGaussian();
      lagged.set(time, value);
      all.add(new Sample(time, value));
      long now = time + random.nextInt(800);
      double expected = Double.NaN;
      for (Sample sample : all) {
        expected = sample.time / 100 <= now / 100 - 5 ? sample.value : expected;
      }
      assertThat(lagged.before(now)).isEqualTo(Double.valueOf(expected));
      assertThat(lagged.latest()).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void heldAverageEqualsTheIntegral(long seed) {
    Random random = new Random(seed);
    HeldAverage average = new HeldAverage(1_000);
    List<Sample> all = new ArrayList<>();
    long time = 5_000;
    for (int i = 0; i < 500; i++) {
      time += random.nextInt(300);
      double value = random.nextGaussian();
      average.set(time, value);
      all.add(new Sample(time, value));
      long now = time + random.nextInt(2_000);
      double expected = all.getFirst().value * Math.exp(-(now - all.getFirst().time) / 1e3);
      for (int k = 0; k < all.size(); k++) {
        long until = k + 1 < all.size() ? all.get(k + 1).time : now;
        expected +=
            all.get(k).value
                * (Math.exp(-(now - until) / 1e3) - Math.exp(-(now - all.get(k).time) / 1e3));
      }
      assertThat(average.value(now)).isCloseTo(expected, within(1e-10));
    }
  }

  @ParameterizedTest(name = "q {0}, sigma {1}")
  @CsvSource({"0.5, 1", "0.9, 1", "0.99, 1", "0.99, 2"})
  void p2IsNearTheRank(double quantile, double sigma) {
    Random random = new Random(11);
    P2Quantile estimate = new P2Quantile(quantile);
    double[] samples = new double[20_000];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.exp(sigma * random.nextGaussian());
      estimate.add(samples[i]);
    }
    Arrays.sort(samples);
    int rank = 0;
    while (samples[rank] < estimate.value()) {
      rank++;
    }
    assertThat(rank / (double) samples.length).isCloseTo(quantile, within(.005));
    assertThat(estimate.count()).isEqualTo(samples.length);
  }

  @Test
  void p2IsExactForFewSamplesAndIgnoresWhatIsNotFinite() {
    P2Quantile median = new P2Quantile(.5);
    assertThat(median.value()).isNaN();
    median.add(3);
    median.add(Double.NaN);
    median.add(1);
    median.add(2);
    assertThat(median.value()).isEqualTo(2);
    assertThat(median.count()).isEqualTo(3);
  }

  @Test
  void rollingQuantileForgetsThePastRegime() {
    RollingQuantile quantile = new RollingQuantile(.9, 1_000, 20);
    for (int i = 0; i < 2_000; i++) {
      quantile.add(10_000 + i, 1_000 + i % 10);
    }
    assertThat(quantile.value()).isBetween(1_000.0, 1_009.0);
    for (int i = 0; i < 2_000; i++) {
      quantile.add(12_000 + i, i % 10);
    }
    assertThat(quantile.value()).isBetween(7.0, 9.0);
    quantile.add(90_000, 5);
    assertThat(quantile.value()).as("one sample after a long silence").isNaN();
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9})
  void zScoreEqualsTheTextbook(long seed) {
    Random random = new Random(seed);
    SampledZScore z = new SampledZScore(100, 50);
    List<Sample> taken = new ArrayList<>();
    long time = 40_000;
    for (int i = 0; i < 5_000; i++) {
      time += random.nextInt(300) == 0 ? random.nextInt(9_000) : random.nextInt(90);
      double value = 5 + random.nextGaussian();
      if (taken.isEmpty() || time / 100 > taken.getLast().time / 100) {
        taken.add(new Sample(time, value));
      }
      z.offer(time, value);
      long newest = taken.getLast().time / 100;
      double[] window =
          taken.stream()
              .filter(s -> s.time / 100 > newest - 50)
              .mapToDouble(Sample::value)
              .toArray();
      assertThat(z.count()).isEqualTo(window.length);
      double x = 4 * random.nextGaussian() + 5;
      if (window.length < 30) {
        assertThat(z.of(x)).isNaN();
      } else {
        double mean = Arrays.stream(window).average().orElseThrow();
        double variance =
            Arrays.stream(window).map(s -> (s - mean) * (s - mean)).average().orElseThrow();
        double expected = Math.clamp((x - mean) / Math.sqrt(variance), -3.0, 3.0);
        assertThat(z.of(x)).isCloseTo(expected, within(1e-9));
      }
    }
  }

  @Test
  void aConstantHasNoZScore() {
    SampledZScore z = new SampledZScore(10, 40);
    for (int i = 0; i < 40; i++) {
      z.offer(i * 10L, .1);
    }
    assertThat(z.count()).isEqualTo(40);
    assertThat(z.of(.1)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9})
  void historyBehindWhatIsNewerGivesTheSameAsTheOrderOfTime(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      List<Sample> all = new ArrayList<>();
      for (int period = 40; period < 90; period++) {
        if (random.nextInt(4) > 0) {
          all.add(new Sample(period * 100L + random.nextInt(100), random.nextGaussian()));
        }
      }
      int live = all.size() - 1 - random.nextInt(Math.min(10, all.size() - 1));
      LaggedValue inOrder = new LaggedValue(20, 100);
      LaggedValue behind = new LaggedValue(20, 100);
      SampledZScore scoreInOrder = new SampledZScore(100, 45);
      SampledZScore scoreBehind = new SampledZScore(100, 45);
      for (Sample sample : all) {
        inOrder.set(sample.time, sample.value);
        scoreInOrder.offer(sample.time, sample.value);
      }
      for (Sample sample : all.subList(live, all.size())) {
        behind.set(sample.time, sample.value);
        scoreBehind.offer(sample.time, sample.value);
      }
      for (Sample sample : all.subList(0, live)) {
        behind.set(sample.time, sample.value);
        scoreBehind.offer(sample.time, sample.value);
      }
      for (long now = 9_000; now < 11_000; now += 70) {
        assertThat(behind.before(now)).isEqualTo(Double.valueOf(inOrder.before(now)));
      }
      assertThat(behind.latest()).isEqualTo(inOrder.latest());
      assertThat(scoreBehind.count()).isEqualTo(scoreInOrder.count());
      assertThat(scoreBehind.of(.5)).isEqualTo(Double.valueOf(scoreInOrder.of(.5)));
    }
  }

  @Test
  void theEarliestOfAPeriodIsItsSample() {
    SampledZScore score = new SampledZScore(100, 40);
    for (int i = 0; i < 39; i++) {
      score.offer(i * 100L, i % 3);
    }
    score.offer(3_950, 7);
    double withSeven = score.of(1);
    score.offer(3_900, 2);
    assertThat(score.count()).isEqualTo(40);
    assertThat(score.of(1)).isNotEqualTo(withSeven);
    double withTwo = score.of(1);
    score.offer(3_930, 9);
    score.offer(1_050, 9);
    score.offer(-50, 9);
    assertThat(score.of(1)).isEqualTo(withTwo);
  }

  @Test
  void aCountOfThePastStandsWhereItBelongs() {
    TimeBuckets buckets = new TimeBuckets(3, 10, 1);
    buckets.advance(55);
    buckets.addAt(48, 0, 2);
    buckets.addAt(22, 0, 5);
    buckets.addAt(70, 0, 5);
    assertThat(buckets.sum(0, 55, 1)).isZero();
    assertThat(buckets.sum(0, 55, 2)).isEqualTo(2);
    assertThat(buckets.sum(0, 55, 3)).isEqualTo(2);
  }
}
