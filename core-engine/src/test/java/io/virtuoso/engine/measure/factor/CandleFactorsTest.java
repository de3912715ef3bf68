package io.virtuoso.engine.measure.factor;

import static io.virtuoso.engine.measure.factor.CandleTape.MINUTE_MS;
import static io.virtuoso.engine.measure.factor.CandleTape.NONE;
import static io.virtuoso.engine.measure.factor.CandleTape.START_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.timeframe.Timeframe;
import io.virtuoso.engine.measure.indicator.EfficiencyRatio;
import io.virtuoso.engine.measure.indicator.Rsi;
import io.virtuoso.engine.measure.indicator.TestBar;
import io.virtuoso.engine.measure.indicator.Walk;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CandleFactorsTest {
  private static final List<TestBar> TWO_WEEKS = Walk.bars(7, 15_000, START_MS, MINUTE_MS);

  @Test
  void factorsStandInTheOrderOfTheSpecification() {
    List<Factor> factors = new CandleFactors().factors();
    assertThat(factors)
        .extracting(Factor::name)
        .containsExactly(
            "rsi",
            "awesome_oscillator",
            "directional_movement",
            "cci",
            "williams_r",
            "efficiency_ratio",
            "volume_delta",
            "cmf",
            "accumulation_distribution",
            "obv",
            "relative_volume",
            "vwap",
            "trend_position",
            "structure_break",
            "support_resistance",
            "order_block",
            "fair_value_gap",
            "value_area",
            "range_position");
    assertThat(factors.subList(0, 6)).allMatch(f -> f.dimension() == Dimension.TECHNICAL);
    assertThat(factors.subList(6, 12)).allMatch(f -> f.dimension() == Dimension.VOLUME);
    assertThat(factors.subList(12, 19)).allMatch(f -> f.dimension() == Dimension.PRICE_STRUCTURE);
    assertThat(factors).allMatch(f -> f.evidence() == Evidence.CANDLES);
    assertThat(factors).allMatch(f -> !f.inputs().isEmpty() && f.inputs().size() <= 6);
  }

  @Test
  void everythingIsAbsentWithAReasonBeforeTheFirstBar() {
    CandleTape tape = new CandleTape();
    for (Reading reading : tape.read(NONE, START_MS)) {
      assertThat(reading.isPresent()).isFalse();
      assertThat(reading.missing()).startsWith("needs ");
    }
  }

  @Test
  void blendedFactorsBeginWithTheHundredthMinute() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 99));
    tape.read(NONE, START_MS);
    assertThat(tape.reading("rsi").missing())
        .isEqualTo("needs 100 bars of 1m or 50 bars of 5m or 50 bars of 30m or 50 bars of 4h");
    assertThat(tape.reading("volume_delta").isPresent()).as("base bars only").isTrue();

    tape.play(TWO_WEEKS.subList(99, 100));
    assertThat(tape.read(NONE, START_MS)).allMatch(Reading::isPresent);
    assertThat(tape.reading("rsi").quality()).isCloseTo(0.40, within(1e-12));
    assertThat(tape.input("rsi", "rsi_1m")).isBetween(0.0, 100.0);
    assertThat(tape.input("rsi", "rsi_5m")).as("cold").isNaN();
  }

  @Test
  void timeframesAreBlendedByTheirWeights() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS);
    tape.read(NONE, START_MS);
    double blended = 0;
    Map<Interval, Double> weights =
        Map.of(
            Interval.ONE_MINUTE, 0.40,
            Interval.FIVE_MINUTES, 0.30,
            Interval.THIRTY_MINUTES, 0.20,
            Interval.FOUR_HOURS, 0.10);
    for (Interval interval : weights.keySet()) {
      Rsi rsi = new Rsi(14);
      new Closes(interval).feed(TWO_WEEKS).forEach(rsi::update);
      assertThat(tape.input("rsi", "rsi_" + interval.code())).isCloseTo(rsi.value(), within(1e-9));
      blended += weights.get(interval) * Math.tanh((rsi.value() - 50) / 20);
    }
    assertThat(tape.reading("rsi").bias()).isCloseTo(blended, within(1e-12));
    assertThat(tape.reading("rsi").quality()).isCloseTo(1, within(1e-12));
  }

  @Test
  void onlyWarmTimeframesCount() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 251));
    tape.read(NONE, START_MS);
    EfficiencyRatio base = new EfficiencyRatio(20);
    TWO_WEEKS.subList(0, 251).forEach(base::update);
    EfficiencyRatio low = new EfficiencyRatio(20);
    new Closes(Interval.FIVE_MINUTES).feed(TWO_WEEKS.subList(0, 251)).forEach(low::update);
    assertThat(tape.reading("efficiency_ratio").bias())
        .isCloseTo((0.4 * base.value() + 0.3 * low.value()) / 0.7, within(1e-12));
    assertThat(tape.reading("efficiency_ratio").quality()).isCloseTo(0.7, within(1e-12));
  }

  @Test
  void readingABarInProgressEqualsReadingItClosed() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 12_240));
    for (TestBar minute : TWO_WEEKS.subList(12_240, 12_240 + 400)) {
      tape.begin(minute);
      long now = minute.openTimeMs() + MINUTE_MS;
      List<List<Object>> inProgress = tape.written(tape.read(now));
      tape.end();
      assertThat(tape.written(tape.read(now))).isEqualTo(inProgress);
    }
  }

  @Test
  void lookingAtBarsInProgressLeavesNoTrace() {
    CandleTape looked = new CandleTape().play(TWO_WEEKS.subList(0, 3_000));
    CandleTape plain = new CandleTape().play(TWO_WEEKS.subList(0, 3_000));
    List<TestBar> elsewhere = Walk.bars(8, 300, TWO_WEEKS.get(3_000).openTimeMs(), MINUTE_MS);
    for (int i = 0; i < 300; i++) {
      TestBar other = elsewhere.get(i);
      looked.read(_ -> other, other.openTimeMs());
      looked.play(TWO_WEEKS.subList(3_000 + i, 3_001 + i));
      plain.play(TWO_WEEKS.subList(3_000 + i, 3_001 + i));
      assertThat(looked.written(looked.read(other.openTimeMs())))
          .isEqualTo(plain.written(plain.read(other.openTimeMs())));
    }
  }

  @Test
  void laterBarsChangeNoEarlierReading() {
    List<List<List<Object>>> whole = readings(TWO_WEEKS.subList(0, 2_000));
    List<List<List<Object>>> prefix = readings(TWO_WEEKS.subList(0, 1_100));
    assertThat(whole.subList(0, 1_100)).isEqualTo(prefix);
  }

  private static List<List<List<Object>>> readings(List<TestBar> minutes) {
    CandleTape tape = new CandleTape();
    List<List<List<Object>>> all = new ArrayList<>();
    for (TestBar minute : minutes) {
      tape.play(List.of(minute));
      all.add(tape.written(tape.read(minute.openTimeMs() + MINUTE_MS)));
    }
    return all;
  }

  @Test
  void inputTimeIsNowForABarInProgressAndTheEndOfTheLastBarOtherwise() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 200));
    long end = START_MS + 200 * MINUTE_MS;
    assertThat(tape.read(NONE, end + 5_000)).allMatch(r -> r.inputTimeMs() == end);
    tape.begin(TWO_WEEKS.get(200));
    assertThat(tape.read(end + 5_000)).allMatch(r -> r.inputTimeMs() == end + 5_000);
    assertThat(tape.read(end + 3 * MINUTE_MS))
        .as("a bar that nobody closed is not newer than its own end")
        .allMatch(r -> r.inputTimeMs() == end + MINUTE_MS);
  }

  @Test
  void aRisingMarketThatIsPaidForLeansBullish() {
    List<TestBar> rising = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      double low = 1000 + i + 6 * Math.sin(Math.min(i, 280) / 3.0);
      double volume = i < 290 ? 10 : 10 + 5 * (i - 289);
      rising.add(
          new TestBar(
              START_MS + i * MINUTE_MS, low + 0.5, low + 3, low, low + 2.5, volume, volume * 0.8));
    }
    CandleTape tape = new CandleTape().play(rising);
    tape.read(NONE, START_MS);
    for (Factor factor : tape.factors().factors()) {
      // Resistance lies above what has just risen, blocks and gaps need a jump.
      if (!List.of("support_resistance", "order_block", "fair_value_gap").contains(factor.name())) {
        assertThat(tape.reading(factor.name()).bias()).as(factor.name()).isPositive();
      }
    }
    assertThat(tape.reading("order_block").bias()).isNotNegative();
    assertThat(tape.reading("fair_value_gap").bias()).isNotNegative();
  }

  @Test
  void aMarketThatStandsStillLeansNowhere() {
    List<TestBar> flat =
        LongStream.range(0, 13_000)
            .mapToObj(i -> TestBar.flat(START_MS + i * MINUTE_MS, 0.1, 3))
            .toList();
    CandleTape tape = new CandleTape().play(flat);
    for (Reading reading : tape.read(NONE, START_MS)) {
      assertThat(reading.isPresent()).isTrue();
      assertThat(reading.bias()).isZero();
    }
  }

  @Test
  void aMarketThatStoppedAfterMovingLeansNowhereForRoundingAlone() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 500));
    double price = 0.3 + TWO_WEEKS.get(499).close();
    tape.play(
        LongStream.range(500, 13_500)
            .mapToObj(i -> TestBar.flat(START_MS + i * MINUTE_MS, price, 0.7))
            .toList());
    tape.read(NONE, START_MS);
    for (String name : List.of("awesome_oscillator", "cci", "trend_position", "vwap", "obv")) {
      assertThat(tape.input("trend_position", "above_sma20_1m")).isZero();
      assertThat(Math.abs(tape.reading(name).bias())).as(name).isLessThan(0.35);
    }
  }

  @Test
  void withoutVolumeWhatNeedsItIsAbsentAndSaysSo() {
    List<TestBar> silent =
        TWO_WEEKS.subList(0, 200).stream()
            .map(b ->
                new TestBar(b.openTimeMs(), b.open(), b.high(), b.low(), b.close(), 0, Double.NaN))
            .toList();
    CandleTape tape = new CandleTape().play(silent);
    tape.read(NONE, START_MS);
    assertThat(tape.reading("volume_delta").missing())
        .isEqualTo("aggressors unknown in most of the last 20 bars");
    assertThat(tape.reading("cmf").missing()).isEqualTo("nothing traded in the last 20 bars");
    assertThat(tape.reading("relative_volume").missing())
        .isEqualTo("nothing traded in the last 30 bars");
    assertThat(tape.reading("vwap").missing()).isEqualTo("nothing traded in the UTC day");
    assertThat(tape.reading("value_area").missing())
        .isEqualTo("nothing traded in the last 100 bars");
    assertThat(tape.reading("accumulation_distribution").bias()).isZero();
    assertThat(tape.reading("rsi").isPresent()).isTrue();
  }

  @Test
  void volumeDeltaKnowsHowManyBarsTellTheirAggressors() {
    List<TestBar> minutes = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      double bought = i < 8 ? Double.NaN : 9;
      minutes.add(new TestBar(START_MS + i * MINUTE_MS, 10, 11, 9, 10, 12, bought));
    }
    CandleTape tape = new CandleTape().play(minutes);
    tape.read(NONE, START_MS);
    assertThat(tape.reading("volume_delta").bias()).isCloseTo(Math.tanh(1.5), within(1e-12));
    assertThat(tape.reading("volume_delta").quality()).isEqualTo(0.6);
    assertThat(tape.input("volume_delta", "taker_buy_volume")).isEqualTo(12 * 9);
    assertThat(tape.input("volume_delta", "known_bars")).isEqualTo(12);
  }

  @Test
  void vwapSaysHowMuchOfTheDayItSaw() {
    List<TestBar> afternoon = Walk.bars(9, 120, START_MS + 720 * MINUTE_MS, MINUTE_MS);
    CandleTape tape = new CandleTape().play(afternoon);
    tape.read(NONE, START_MS);
    assertThat(tape.reading("vwap").quality()).isCloseTo(120.0 / 840, within(1e-12));
    CandleTape nextDay = new CandleTape().play(Walk.bars(9, 1_443, START_MS, MINUTE_MS));
    nextDay.read(NONE, START_MS);
    assertThat(nextDay.reading("vwap").missing()).isEqualTo("needs 5 bars of 1m in the UTC day");
  }

  @Test
  void unsoundAndLateBarsAreCountedAndLeaveNoTrace() {
    CandleTape tape = new CandleTape().play(TWO_WEEKS.subList(0, 300));
    List<List<Object>> before = tape.written(tape.read(NONE, START_MS));
    long next = START_MS + 300 * MINUTE_MS;
    CandleFactors factors = tape.factors();
    factors.onBarClosed(Interval.ONE_MINUTE, TestBar.broken(next, Double.NaN));
    factors.onBarClosed(Interval.ONE_MINUTE, TestBar.broken(next, Double.POSITIVE_INFINITY));
    factors.onBarClosed(Interval.ONE_MINUTE, TestBar.flat(next, -1, 1));
    factors.onBarClosed(Interval.ONE_MINUTE, TestBar.flat(next, 1e300, 1));
    factors.onBarClosed(Interval.ONE_MINUTE, new TestBar(next, 10, 9, 8, 9, 1, 1));
    factors.onBarClosed(Interval.ONE_MINUTE, TWO_WEEKS.get(299));
    assertThat(factors.droppedBars()).isEqualTo(6);
    assertThat(tape.written(tape.read(NONE, START_MS))).isEqualTo(before);
    assertThat(tape.written(tape.read(_ -> TestBar.broken(next, Double.NaN), START_MS)))
        .as("in progress")
        .isEqualTo(before);
    assertThat(tape.written(tape.read(_ -> TWO_WEEKS.get(0), START_MS)))
        .as("already closed")
        .isEqualTo(before);
  }

  @Test
  void timeframesThatCannotWorkAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeframe(Interval.ONE_MINUTE, 0, 100));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Timeframe(Interval.ONE_MINUTE, 1, 49));
    assertThatIllegalArgumentException().isThrownBy(() -> new CandleFactors(List.of()));
    Timeframe base = new Timeframe(Interval.ONE_MINUTE, 1, 50);
    assertThatIllegalArgumentException().isThrownBy(() -> new CandleFactors(List.of(base, base)));
  }

  /** The closed bars of one interval. */
  private record Closes(Interval interval) {
    List<TestBar> feed(List<TestBar> minutes) {
      int each = Math.toIntExact(interval.millis() / MINUTE_MS);
      List<TestBar> bars = new ArrayList<>();
      for (int i = 0; i + each <= minutes.size(); i += each) {
        List<TestBar> part = minutes.subList(i, i + each);
        bars.add(
            new TestBar(
                part.getFirst().openTimeMs(),
                part.getFirst().open(),
                part.stream().mapToDouble(TestBar::high).max().orElseThrow(),
                part.stream().mapToDouble(TestBar::low).min().orElseThrow(),
                part.getLast().close(),
                part.stream().mapToDouble(TestBar::volume).sum(),
                part.stream().mapToDouble(TestBar::takerBuyVolume).sum()));
      }
      return bars;
    }
  }
}
