package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Tape;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must hold for whole markets: mirror, prefix, determinism. */
class ScoredMarketTest {
  /**
   * Reflection keeps neither relative distances nor relative moves exactly: of the price in {@code
   * open_interest}, of the levels in {@code cost_asymmetry}. The grid of {@code stacked_imbalance}
   * is logarithmic, so its exact mirror is tested with the factor.
   */
  private static final Map<String, Double> TOLERANCE =
      Map.of("open_interest", .02, "cost_asymmetry", .02, "stacked_imbalance", 2.0);

  @Test
  void mirroredMarketsHaveMirroredScores() {
    ConfluenceSettings settings = withoutStacks();
    ScoredMarket up = new ScoredMarket(settings, 1);
    ScoredMarket down = new ScoredMarket(settings, -1);
    List<Event> events = Tape.random(31, 45);
    List<Event> mirrored = Tape.mirrored(events);
    int scores = 0;
    for (int i = 0; i < events.size(); i++) {
      up.accept(events.get(i));
      down.accept(mirrored.get(i));
      if (i % 499 == 0) {
        ConfluenceReading a = up.read();
        ConfluenceReading b = down.read();
        for (int f = 0; f < a.factors().size(); f++) {
          compare(a.factors().get(f).name(), a.reading(f), b.reading(f));
        }
        assertThat(b.hasScore()).isEqualTo(a.hasScore());
        if (a.hasScore()) {
          scores++;
          assertThat(b.score()).isCloseTo(100 - a.score(), within(.2));
        }
      }
    }
    assertThat(scores).isGreaterThan(30);
    assertThat(up.read().coverage()).as("everything is warm").isCloseTo(1, within(1e-9));
  }

  private static void compare(String name, Reading a, Reading b) {
    assertThat(b.isPresent()).as(name).isEqualTo(a.isPresent());
    if (a.isPresent()) {
      assertThat(b.bias())
          .as(name)
          .isCloseTo(-a.bias(), within(TOLERANCE.getOrDefault(name, 1e-9)));
    }
  }

  private static ConfluenceSettings withoutStacks() {
    ConfluenceSettings defaults = ConfluenceSettings.defaults();
    Map<Dimension, Map<String, Double>> factors = new EnumMap<>(defaults.factors());
    Map<String, Double> flow =
        new HashMap<>(defaults.factors().getOrDefault(Dimension.ORDERFLOW, Map.of()));
    flow.put("stacked_imbalance", 0.0);
    flow.put("cvd", .32);
    factors.put(Dimension.ORDERFLOW, flow);
    return new ConfluenceSettings(defaults.weights(), factors, .6, .5);
  }

  @Test
  void aScoreDependsOnThePastAloneAndNotOnHowOftenItIsRead() {
    List<Event> events = Tape.random(32, 40);
    ScoredMarket watched = new ScoredMarket(ConfluenceSettings.defaults(), 1);
    Map<Integer, List<Long>> seen = new HashMap<>();
    for (int i = 0; i < events.size(); i++) {
      watched.accept(events.get(i));
      if (i % 20 == 0) {
        seen.put(i, watched.bits());
      }
    }
    for (int stop : new int[] {500, 3_020, 9_000, 17_000}) {
      ScoredMarket prefix = new ScoredMarket(ConfluenceSettings.defaults(), 1);
      events.subList(0, stop + 1).forEach(prefix::accept);
      assertThat(prefix.bits()).isEqualTo(seen.get(stop));
    }
  }

  @Test
  void twoCopiesAnswerTheSameBits() {
    List<List<Long>> first = run();
    assertThat(first).hasSizeGreaterThan(20);
    assertThat(run()).isEqualTo(first);
  }

  private static List<List<Long>> run() {
    ScoredMarket scored = new ScoredMarket(ConfluenceSettings.defaults(), 1);
    List<List<Long>> bits = new ArrayList<>();
    int i = 0;
    for (Event event : Tape.random(33, 35)) {
      scored.accept(event);
      if (i++ % 500 == 0) {
        bits.add(scored.bits());
      }
    }
    return bits;
  }

  @Test
  void aLostBookCostsItsDimensionAndNothingElse() {
    ScoredMarket scored = new ScoredMarket(ConfluenceSettings.defaults(), 1);
    Tape.random(34, 45).forEach(scored::accept);
    double before = scored.read().coverage();
    double share = scored.reading.present(Dimension.ORDERBOOK);
    scored.accept(new Event.BookGone(scored.market.newestMs()));
    ConfluenceReading after = scored.read();
    assertThat(before - after.coverage()).isCloseTo(.2 * share, within(1e-12));
    assertThat(after.bias(Dimension.ORDERBOOK)).isNaN();
    assertThat(after.hasScore()).isTrue();
  }
}
