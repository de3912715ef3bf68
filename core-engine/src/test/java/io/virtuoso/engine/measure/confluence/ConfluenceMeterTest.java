package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConfluenceMeterTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final ConfluenceSettings SETTINGS = ConfluenceSettings.defaults();

  private final List<GivenFactor> given = GivenFactor.all(SETTINGS, Dimension.values());
  private double bookQuality = 1;
  private final ConfluenceMeter meter = meter(given);
  private final ConfluenceReading out = meter.newReading();

  private ConfluenceMeter meter(List<GivenFactor> factors) {
    return new ConfluenceMeter(
        SETTINGS, new ArrayList<Factor>(factors), (_, _) -> {}, () -> bookQuality);
  }

  private void tell(Dimension dimension, double bias) {
    for (GivenFactor factor : given) {
      if (factor.dimension() == dimension) {
        factor.bias = bias;
        factor.inputTimeMs = NOW;
      }
    }
  }

  private void tellAll(double bias) {
    for (Dimension dimension : Dimension.values()) {
      tell(dimension, bias);
    }
  }

  private ConfluenceReading read() {
    meter.read(NOW, _ -> null, out);
    return out;
  }

  @Test
  void anExampleByHand() {
    tellAll(0);
    tell(Dimension.ORDERFLOW, 1);
    tell(Dimension.ORDERBOOK, -.5);
    ConfluenceReading reading = read();
    assertThat(reading.coverage()).isCloseTo(1, within(1e-12));
    assertThat(reading.direction()).isCloseTo(.2, within(1e-12));
    assertThat(reading.score()).isCloseTo(60, within(1e-12));
    assertThat(reading.contribution(Dimension.ORDERFLOW)).isCloseTo(15, within(1e-12));
    assertThat(reading.contribution(Dimension.ORDERBOOK)).isCloseTo(-5, within(1e-12));
    double dispersion = .3 * .64 + .2 * .49 + .5 * .04;
    assertThat(reading.dispersion()).isCloseTo(dispersion, within(1e-12));
    assertThat(reading.consensus()).isCloseTo(Math.exp(-2 * dispersion), within(1e-12));
    assertThat(reading.reliability()).isCloseTo(1, within(1e-12));
    assertThat(reading.confidence()).isCloseTo(.2 * reading.consensus(), within(1e-12));
  }

  @Test
  void randomPresenceAddsUpAndStaysInBounds() {
    Random random = new Random(77);
    int scores = 0;
    for (int round = 0; round < 5_000; round++) {
      double absent = random.nextDouble() * .6;
      for (GivenFactor factor : given) {
        factor.bias = random.nextDouble() < absent ? Double.NaN : 2 * random.nextDouble() - 1;
        factor.quality = random.nextDouble();
        factor.inputTimeMs = NOW - random.nextInt(200_000);
      }
      ConfluenceReading reading = read();
      assertThat(reading.coverage()).isBetween(0.0, 1.0).isCloseTo(coverage(), within(1e-12));
      assertThat(reading.hasScore()).isEqualTo(coverage() >= .6);
      if (!reading.hasScore()) {
        assertThat(reading.confidence()).isNaN();
        continue;
      }
      scores++;
      double sum = 0;
      for (Dimension dimension : Dimension.values()) {
        double contribution = reading.contribution(dimension);
        assertThat(Double.isNaN(contribution)).isEqualTo(reading.present(dimension) < .5 - 1e-9);
        sum += Double.isNaN(contribution) ? 0 : contribution;
      }
      assertThat(sum).isCloseTo(reading.score() - 50, within(1e-9));
      assertThat(reading.score()).isBetween(0.0, 100.0);
      assertThat(reading.dispersion()).isBetween(0.0, 1.0);
      assertThat(reading.consensus()).isBetween(Math.exp(-2), 1.0);
      assertThat(reading.reliability()).isBetween(0.0, 1.0);
      assertThat(reading.confidence()).isBetween(0.0, 1.0);
      mirror(reading.score());
    }
    assertThat(scores).isGreaterThan(1_000);
  }

  private double coverage() {
    double coverage = 0;
    for (GivenFactor factor : given) {
      if (!Double.isNaN(factor.bias)) {
        coverage +=
            SETTINGS.weight(factor.dimension())
                * SETTINGS.weight(factor.dimension(), factor.name());
      }
    }
    return coverage;
  }

  private void mirror(double score) {
    for (GivenFactor factor : given) {
      factor.bias = -factor.bias;
    }
    assertThat(read().score()).isCloseTo(100 - score, within(1e-9));
  }

  @ParameterizedTest
  @EnumSource
  void aMissingDimensionIsLeftOutAndCostsItsWeight(Dimension missing) {
    tellAll(.4);
    double full = read().coverage();
    tell(missing, Double.NaN);
    ConfluenceReading reading = read();
    assertThat(full - reading.coverage()).isCloseTo(SETTINGS.weight(missing), within(1e-12));
    assertThat(reading.score()).as("not pulled towards 50").isCloseTo(70, within(1e-9));
    assertThat(reading.bias(missing)).isNaN();
    assertThat(reading.contribution(missing)).isNaN();
    assertThat(reading.quality(missing)).isNaN();
    assertThat(reading.present(missing)).isZero();
  }

  @Test
  void thereIsNoScoreBelowTheMinimumCoverage() {
    tell(Dimension.ORDERFLOW, 1);
    tell(Dimension.ORDERBOOK, 1);
    assertThat(read().score()).isNaN();
    assertThat(out.coverage()).isCloseTo(.5, within(1e-12));
    assertThat(out.contribution(Dimension.ORDERFLOW)).isNaN();
    tell(Dimension.TECHNICAL, 1);
    assertThat(read().score()).as(".60 exactly is enough").isEqualTo(100);
    tellAll(Double.NaN);
    assertThat(read().score()).isNaN();
    assertThat(out.freshness()).isNaN();
    assertThat(out.coverage()).isZero();
  }

  @Test
  void aFactorThatNobodySuppliesCountsAgainstCoverage() {
    List<GivenFactor> fewer =
        given.stream().filter(f -> f.dimension() != Dimension.SENTIMENT).toList();
    ConfluenceMeter partial = meter(fewer);
    ConfluenceReading reading = partial.newReading();
    tellAll(1);
    partial.read(NOW, _ -> null, reading);
    assertThat(reading.coverage()).isCloseTo(.93, within(1e-12));
    assertThat(reading.score()).isEqualTo(100);
  }

  @Test
  void freshnessCountsEachEvidenceOnce() {
    tellAll(.5);
    for (GivenFactor factor : given) {
      if (factor.evidence() == Evidence.BOOK) {
        factor.inputTimeMs = NOW - 10_000;
      }
      if (factor.evidence() == Evidence.TRADES) {
        factor.inputTimeMs = NOW - 60_000;
      }
    }
    assertThat(read().freshness()).isCloseTo(Math.exp(-1), within(1e-12));
    tell(Dimension.ORDERBOOK, Double.NaN);
    assertThat(read().freshness()).as("absent evidence costs coverage instead").isEqualTo(1);
  }

  @Test
  void flickerLowersTheQualityOfTheOrderBookOnly() {
    tellAll(.5);
    bookQuality = .25;
    ConfluenceReading reading = read();
    assertThat(reading.quality(Dimension.ORDERBOOK)).isCloseTo(.25, within(1e-12));
    assertThat(reading.sample()).isCloseTo(.8 + .2 * .25, within(1e-12));
    assertThat(reading.score()).isCloseTo(75, within(1e-9));
  }

  @Test
  void agesAreAgainstTheNewestEvent() {
    tellAll(.5);
    given.getFirst().inputTimeMs = NOW - 1_234;
    ConfluenceReading reading = read();
    assertThat(reading.ageMs(0)).isEqualTo(1_234);
    tellAll(Double.NaN);
    ConfluenceReading never = meter.newReading();
    assertThat(never.ageMs(0)).isEqualTo(ConfluenceReading.NO_AGE);
  }

  @Test
  void misuseIsRefused() {
    ConfluenceReading foreign = meter(given).newReading();
    assertThatThrownBy(() -> meter.read(NOW, _ -> null, foreign))
        .isInstanceOf(IllegalArgumentException.class);
    GivenFactor unknown = new GivenFactor("moon", Dimension.TECHNICAL, Evidence.CANDLES);
    assertThatThrownBy(() -> meter(List.of(unknown))).hasMessageContaining("moon");
    assertThatThrownBy(() -> meter(List.of(given.getFirst(), given.getFirst())))
        .hasMessageContaining(given.getFirst().name());
  }
}
