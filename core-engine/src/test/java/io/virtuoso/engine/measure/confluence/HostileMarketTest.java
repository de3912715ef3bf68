package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Bar;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Levels;
import io.virtuoso.engine.measure.story.Tape;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Absurd numbers and times that jump by days: no exception, no NaN, nothing out of bounds. */
class HostileMarketTest {
  private static final long DAY = 86_400_000;

  @Provide
  Arbitrary<List<Event>> events() {
    Arbitrary<Double> number =
        Arbitraries.oneOf(
            Arbitraries.of(
                0.0,
                -1.0,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                Double.MAX_VALUE,
                Double.MIN_VALUE,
                1e-300,
                1e17),
            Arbitraries.doubles().between(.5, 200));
    Arbitrary<Long> time =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 1_200_000),
            Arbitraries.longs().between(-10 * DAY, 10 * DAY),
            Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE - Tape.START_MS, -Tape.START_MS));
    return Combinators.combine(
            Arbitraries.integers().between(0, 12),
            time.map(offset -> Tape.START_MS + offset),
            number,
            number,
            Arbitraries.of(true, false))
        .as(HostileMarketTest::event)
        .list()
        .ofMinSize(50)
        .ofMaxSize(300);
  }

  private static Event event(int kind, long time, double a, double b, boolean flag) {
    return switch (kind) {
      case 0 -> new Event.Interest(time, a);
      case 1 -> new Event.Funding(time, flag ? a : a / 1e5);
      case 2 -> new Event.Ratio(time, a);
      case 3 -> new Event.Mark(time, a, b);
      case 4, 5 -> new Event.Forced(time, a, flag);
      case 6 -> new Event.Closed(time, new Bar(time / 60_000 * 60_000, a, Math.abs(b), b / 2));
      case 7 -> flag ? new Event.BookGone(time) : new Event.FlowGap(time);
      case 8 -> new Event.Book(time, Levels.of(List.of(a, b), List.of(b, a)));
      case 9 ->
          new Event.Book(
              time, Levels.of(List.of(99.0, a, b, 1.0, 98.0, 2.0), List.of(101.0, b, 102.0, a)));
      default -> new Event.Trade(time, a, b, flag);
    };
  }

  @Property(tries = 300)
  void nothingImpossibleComesOut(@ForAll("events") List<Event> hostile) {
    ScoredMarket scored = new ScoredMarket(ConfluenceSettings.defaults(), 1);
    WARM.forEach(scored::accept);
    for (Event event : hostile) {
      scored.accept(event);
      long now = Math.clamp(event.timeMs(), Tape.START_MS, Tape.START_MS + 30 * DAY);
      scored.meter.read(now, _ -> null, scored.reading);
      check(scored.reading);
    }
  }

  private static final List<Event> WARM = Tape.random(51, 8);

  private static void check(ConfluenceReading reading) {
    for (int i = 0; i < reading.factors().size(); i++) {
      Reading factor = reading.reading(i);
      String name = reading.factors().get(i).name();
      if (factor.isPresent()) {
        assertThat(factor.bias()).as(name).isBetween(-1.0, 1.0);
        assertThat(factor.quality()).as(name).isBetween(0.0, 1.0);
      } else {
        assertThat(factor.bias()).as(name).isNaN();
        assertThat(factor.missing()).as(name).isNotEmpty();
      }
    }
    assertThat(reading.coverage()).isBetween(0.0, 1.0);
    if (reading.hasScore()) {
      assertThat(reading.score()).isBetween(0.0, 100.0);
      assertThat(reading.reliability()).isBetween(0.0, 1.0);
      assertThat(reading.confidence()).isBetween(0.0, 1.0);
    }
  }
}
