package io.virtuoso.engine.measure.factor.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Levels;
import io.virtuoso.engine.measure.story.Market;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small books whose answers can be worked out by hand. */
class BookFactorsTest {
  private static final long T = 1_700_000_040_000L;

  private final BookFactors book = new BookFactors();

  private Reading read(String name, long nowMs) {
    return Market.read(book.factors(), name, nowMs);
  }

  private static Levels top(double bidSize, double askSize) {
    return Levels.of(
        List.of(99.5, bidSize, 99.0, 5.0, 98.5, 5.0, 98.0, 5.0, 97.5, 5.0),
        List.of(100.5, askSize, 101.0, 5.0, 101.5, 5.0, 102.0, 5.0, 102.5, 5.0));
  }

  @Test
  void depthImbalanceFadesWithTheLevel() {
    book.onBook(T, top(10, 2));
    double rest = 5 * (.95 + Math.pow(.95, 2) + Math.pow(.95, 3) + Math.pow(.95, 4));
    Reading reading = read("depth_imbalance", T);
    assertThat(reading.bias()).isCloseTo(Math.tanh(2 * 8 / (12 + 2 * rest)), within(1e-12));
    assertThat(reading.quality()).isCloseTo(.2, within(1e-12));
  }

  @Test
  void depthImbalanceRisesWithTheBid() {
    double last = -2;
    for (int size = 1; size < 60; size++) {
      book.onBook(T, top(size, 9));
      double bias = read("depth_imbalance", T).bias();
      assertThat(bias).isGreaterThan(last);
      last = bias;
    }
  }

  @Test
  void topImbalanceAndMicropriceAverageOverTime() {
    book.onBook(T, top(3, 1));
    book.onBook(T + 20_000, top(1, 3));
    assertThat(read("top_imbalance", T + 9_999).missing()).contains("10 s");
    assertThat(read("top_imbalance", T + 20_000).bias()).isCloseTo(.5, within(1e-12));
    double kept = Math.exp(-1);
    assertThat(read("top_imbalance", T + 30_000).bias())
        .isCloseTo(.5 * kept - .5 * (1 - kept), within(1e-12));
    Reading microprice = read("microprice", T + 25_000);
    assertThat(microprice.input(0)).isCloseTo(99.75, within(1e-12));
    assertThat(microprice.bias()).isCloseTo(.5 * kept - .5 * (1 - kept), within(1e-12));
  }

  @Test
  void costIsMeasuredAsFarAsBothSidesReach() {
    book.onBook(
        T,
        Levels.of(
            List.of(999.0, 2.0, 997.0, 1.0, 990.0, 50.0),
            List.of(1_001.0, 1.0, 1_003.0, 1.0, 1_004.0, 1.0)));
    Reading reading = read("cost_asymmetry", T);
    double up = 1_001 + 1_003 + 1_004;
    double down = 2 * 999 + 997;
    assertThat(reading.input(0)).isEqualTo(up);
    assertThat(reading.input(1)).isEqualTo(down);
    assertThat(reading.bias()).isCloseTo(Math.tanh(Math.log(down / up)), within(1e-12));
    assertThat(reading.quality()).isCloseTo(.8, within(1e-12));
    book.onBook(T, Levels.of(List.of(900.0, 1.0), List.of(1_100.0, 1.0)));
    assertThat(read("cost_asymmetry", T).missing()).contains("0.5 %");
  }

  @Test
  void absorptionOpposesTheAggressorWhoMovedNothing() {
    book.onBook(T, top(1, 1));
    book.onTrade(T + 25_000, 100.5, 3, true);
    book.onTrade(T + 26_000, 99.5, 1, false);
    book.onBook(T + 31_000, top(1, 1));
    double signed = 301.5 - 99.5;
    assertThat(read("absorption", T + 31_000).bias())
        .isCloseTo(-Math.tanh(3 * signed / (301.5 + 99.5)), within(1e-12));
    book.onBook(T + 32_000, Levels.of(List.of(100.5, 1.0), List.of(101.5, 1.0)));
    assertThat(read("absorption", T + 32_000).bias()).as("mid rose by a spread").isZero();
    assertThat(read("absorption", T + 90_000).missing()).contains("no trade");
  }

  @Test
  void orderFlowImbalanceSeesBidsBeingAdded() {
    Random random = new Random(2);
    long time = T;
    for (int i = 0; i < 800; i++, time += 1_000) {
      book.onBook(time, top(5 + random.nextInt(4), 5 + random.nextInt(3)));
    }
    assertThat(read("order_flow_imbalance", time).isPresent()).isTrue();
    for (int i = 0; i < 20; i++, time += 1_000) {
      book.onBook(time, top(10 + i, 6));
    }
    Reading reading = read("order_flow_imbalance", time);
    assertThat(reading.input(0)).isBetween(19.0, 26.0);
    assertThat(reading.bias()).isGreaterThan(.8);
  }

  @Test
  void aSyncingBookIsAbsentAtOnceAndStartsAnew() {
    Random random = new Random(3);
    for (int i = 0; i < 400; i++) {
      book.onTrade(T + i * 1_000L, 100, 1, true);
      book.onBook(T + i * 1_000L, top(5 + random.nextInt(4), 5 + random.nextInt(3)));
    }
    long now = T + 400_000;
    assertThat(book.factors())
        .allSatisfy(f -> assertThat(read(f.name(), now).isPresent()).isTrue());
    book.onBookAbsent();
    assertThat(book.factors())
        .allSatisfy(f -> {
          Reading reading = read(f.name(), now);
          assertThat(reading.missing()).isEqualTo("no live order book");
          assertThat(reading.bias()).isNaN();
        });
    book.onBook(now, top(500, 1));
    assertThat(read("depth_imbalance", now).isPresent()).isTrue();
    assertThat(read("order_flow_imbalance", now).missing()).contains("15 s");
    assertThat(read("top_imbalance", now).missing()).contains("10 s");
    assertThat(read("order_flow_imbalance", now + 15_000).input(0))
        .as("the jump over the gap is no flow")
        .isZero();
  }

  @Test
  void anImpossibleBookIsAbsent() {
    book.onBook(T, top(1, 1));
    book.onBook(T + 1, Levels.of(List.of(101.0, 1.0), List.of(100.0, 1.0)));
    assertThat(read("depth_imbalance", T + 1).isPresent()).isFalse();
    book.onBook(T + 2, Levels.of(List.of(99.0, Double.NaN), List.of(100.0, 1.0)));
    book.onBook(T + 3, Levels.of(List.of(), List.of(100.0, 1.0)));
    assertThat(book.dropped()).isEqualTo(3);
    for (Factor factor : book.factors()) {
      assertThat(read(factor.name(), T + 3).isPresent()).isFalse();
    }
  }

  /** A large bid that shows up for 2 s, ten times; each time cancelled or traded away. */
  private double afterShows(boolean traded, long stayMs) {
    BookFactors shown = new BookFactors();
    long time = T;
    for (int i = 0; i < 100; i++, time += 1_000) {
      shown.onBook(time, top(5 + i % 3, 5 + i % 2));
    }
    for (int i = 0; i < 10; i++) {
      shown.onBook(time, top(500, 5));
      if (traded) {
        shown.onTrade(time + stayMs - 10, 99.5, 495, false);
      }
      time += stayMs;
      shown.onBook(time, top(5, 5));
      time += 2_000;
      shown.onBook(time, top(6, 5));
    }
    return shown.flickerQuality();
  }

  @Test
  void flickerLowersQualityOnlyWhenCancelledQuickly() {
    assertThat(afterShows(false, 2_000)).isCloseTo(1 - 10 / 15.0, within(1e-12));
    assertThat(afterShows(true, 2_000)).isEqualTo(1);
    assertThat(afterShows(false, 6_000)).isEqualTo(1);
    assertThat(book.flickerQuality()).isEqualTo(1);
  }
}
