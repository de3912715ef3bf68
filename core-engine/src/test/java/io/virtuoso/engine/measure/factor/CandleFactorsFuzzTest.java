package io.virtuoso.engine.measure.factor;

import static io.virtuoso.engine.measure.factor.CandleTape.MINUTE_MS;
import static io.virtuoso.engine.measure.factor.CandleTape.START_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.measure.indicator.TestBar;
import io.virtuoso.engine.measure.indicator.Walk;
import io.virtuoso.model.Interval;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever goes in, what comes out is a bias within bounds or a reason. */
class CandleFactorsFuzzTest {
  /** A number as no feed should send it, or as it may. */
  private static Arbitrary<Double> numbers() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(6, Arbitraries.doubles().between(90, 110)),
        net.jqwik.api.Tuple.of(2, Arbitraries.of(100.0, 0.0, 1e-300, 1e15, 1e12)),
        net.jqwik.api.Tuple.of(
            1,
            Arbitraries.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -1.0,
                Double.MAX_VALUE,
                Double.MIN_VALUE)));
  }

  @Provide
  Arbitrary<TestBar> bars() {
    return Combinators.combine(
            Arbitraries.integers().between(-2, 30), // minutes after the last, or before it
            numbers(),
            numbers(),
            numbers(),
            numbers(),
            numbers(),
            numbers(),
            Arbitraries.integers().between(0, 3))
        .as((minutes, open, high, low, close, volume, bought, ordered) ->
            ordered == 0
                ? new TestBar(minutes, open, high, low, close, volume, bought)
                : new TestBar(
                    minutes,
                    open,
                    Math.max(high, Math.max(open, close)),
                    Math.min(low, Math.min(open, close)),
                    close,
                    volume,
                    bought));
  }

  @Property(tries = 150)
  void biasesStayWithinBounds(@ForAll("tapes") List<TestBar> garbage, @ForAll long seed) {
    CandleTape tape = new CandleTape().play(Walk.bars(seed, 150, START_MS, MINUTE_MS));
    long now = START_MS + 150 * MINUTE_MS;
    for (TestBar bar : garbage) {
      TestBar timed = bar.at(now + bar.openTimeMs() * MINUTE_MS);
      check(tape, tape.read(_ -> timed, now));
      for (Interval interval : Interval.values()) {
        tape.factors().onBarClosed(interval, timed);
      }
      now = Math.max(now, timed.openTimeMs());
      check(tape, tape.read(CandleTape.NONE, now));
    }
  }

  @Provide
  Arbitrary<List<TestBar>> tapes() {
    return bars().list().ofMinSize(1).ofMaxSize(120);
  }

  private static void check(CandleTape tape, List<Reading> readings) {
    for (int i = 0; i < readings.size(); i++) {
      Reading reading = readings.get(i);
      String name = tape.factors().factors().get(i).name();
      if (reading.isPresent()) {
        assertThat(reading.bias()).as(name).isBetween(-1.0, 1.0);
        assertThat(reading.quality()).as(name).isBetween(0.0, 1.0);
        assertThat(reading.inputTimeMs()).as(name).isGreaterThan(Reading.NEVER);
      } else {
        assertThat(reading.missing()).as(name).isNotBlank().isNotEqualTo("not computable");
      }
    }
  }

  @Property(tries = 25)
  void aFeedThatRecoversIsReadAsIfNothingHadBeen(
      @ForAll("tapes") List<TestBar> garbage, @ForAll long seed) {
    CandleTape hit = new CandleTape();
    CandleTape spared = new CandleTape();
    long now = START_MS;
    for (TestBar bar : garbage) {
      now += MINUTE_MS;
      for (Interval interval : Interval.values()) {
        hit.factors().onBarClosed(interval, bar.at(now));
      }
    }
    long resume = Interval.FOUR_HOURS.openTime(now) + 2 * Interval.FOUR_HOURS.millis();
    List<TestBar> good = Walk.bars(seed, 1_600, resume, MINUTE_MS);
    hit.play(good);
    spared.play(good);
    hit.read(good.getLast().openTimeMs());
    spared.read(good.getLast().openTimeMs());
    // What has a window has forgotten; what fades without end, or waits for a price, has not yet.
    for (String factor :
        List.of("cci", "williams_r", "efficiency_ratio", "cmf", "range_position")) {
      for (Factor.InputSpec spec :
          hit.factors().factors().stream()
              .filter(f -> f.name().equals(factor))
              .findFirst()
              .orElseThrow()
              .inputs()) {
        if (spec.name().endsWith("_1m") || spec.name().endsWith("_5m")) {
          assertThat(Double.valueOf(hit.input(factor, spec.name())))
              .as("%s %s", factor, spec.name())
              .isEqualTo(Double.valueOf(spared.input(factor, spec.name())));
        }
      }
    }
  }
}
