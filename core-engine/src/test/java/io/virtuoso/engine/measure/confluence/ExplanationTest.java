package io.virtuoso.engine.measure.confluence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ExplanationTest {
  private static final long NOW = 1_700_000_040_000L;

  private final List<GivenFactor> given =
      GivenFactor.all(ConfluenceSettings.defaults(), Dimension.values());
  private final ConfluenceMeter meter =
      new ConfluenceMeter(
          ConfluenceSettings.defaults(), new ArrayList<Factor>(given), (_, _) -> {}, () -> 1);
  private final ConfluenceReading reading = meter.newReading();
  private final RecentContributions recent = new RecentContributions();

  private void read(long nowMs, double flow, double book, double rest) {
    for (GivenFactor factor : given) {
      factor.inputTimeMs = nowMs;
      factor.bias =
          factor.dimension() == Dimension.ORDERFLOW
              ? flow
              : factor.dimension() == Dimension.ORDERBOOK ? book : rest;
    }
    meter.read(nowMs, _ -> null, reading);
    recent.remember(reading);
  }

  @Test
  void tellsMoversConflictsAndTheFlip() {
    for (int minute = 0; minute < 15; minute++) {
      read(NOW + minute * 60_000L, .1, .3, .1);
    }
    read(NOW + 900_000, .9, -.4, .14);
    Explanation told = Explanation.of(reading, recent, 70, 35);
    assertThat(told.movers())
        .extracting(Explanation.Mover::dimension)
        .containsExactly(Dimension.ORDERFLOW, Dimension.ORDERBOOK);
    assertThat(told.movers().getFirst().points()).isCloseTo(12, within(1e-9));
    assertThat(told.movers().getLast().points()).isCloseTo(-7, within(1e-9));
    assertThat(told.conflicts())
        .containsExactly(new Explanation.Conflict(Dimension.ORDERFLOW, Dimension.ORDERBOOK));
    // The score is 63; of all single changes the order book's 7 points are the shortest way.
    Explanation.Flip flip = Objects.requireNonNull(told.flip());
    assertThat(reading.score()).isCloseTo(63, within(1e-9));
    assertThat(flip.dimension()).isEqualTo(Dimension.ORDERBOOK);
    assertThat(flip.threshold()).isEqualTo(70);
    assertThat(flip.to()).isCloseTo(.3, within(1e-9));
    assertThat(told.sentences())
        .containsExactly(
            "In the last 15 min order flow moved the score by +12.0 points.",
            "In the last 15 min order book moved the score by -7.0 points.",
            "Order flow leans bullish (+0.90), order book leans bearish (-0.40).",
            "The score would cross 70 if order book went from -0.40 to +0.30.");
  }

  @Test
  void claimsNothingThatWasNotMeasured() {
    read(NOW, .1, .1, .1);
    Explanation young = Explanation.of(reading, recent, 70, 35);
    assertThat(young.movers()).isEmpty();
    read(NOW + 60_000, .1, Double.NaN, Double.NaN);
    Explanation none = Explanation.of(reading, recent, 70, 35);
    assertThat(none.flip()).isNull();
    assertThat(none.sentences()).isEmpty();
  }

  @Test
  void aGapInTheHistoryIsNotBridged() {
    read(NOW, .1, .1, .1);
    assertThat(recent.known(NOW + 900_000)).isTrue();
    assertThat(recent.known(NOW + 960_000)).isFalse();
    assertThat(recent.score(NOW + 960_000)).isNaN();
    assertThat(recent.contribution(NOW + 900_000, Dimension.ORDERFLOW))
        .isCloseTo(1.5, within(1e-9));
  }
}
