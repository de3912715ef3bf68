package io.virtuoso.engine.measure.factor.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.story.Bar;
import io.virtuoso.engine.measure.story.Event;
import io.virtuoso.engine.measure.story.Market;
import io.virtuoso.engine.measure.story.Tape;
import io.virtuoso.model.Interval;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Small markets whose answers can be worked out by hand. */
class FlowFactorsTest {
  private static final long T = 1_700_000_040_000L;

  private final FlowFactors flow = new FlowFactors();

  private Reading read(String name, long nowMs) {
    return Market.read(flow.factors(), name, nowMs);
  }

  @Test
  void cvdIsBoughtLessSoldAgainstTurnover() {
    flow.onTrade(T, 10, 30, true);
    flow.onTrade(T + 500_000, 10, 10, false);
    Reading cvd = read("cvd", T + 500_000);
    assertThat(cvd.input(0)).isEqualTo(200);
    assertThat(cvd.input(1)).isEqualTo(400);
    assertThat(cvd.bias()).isCloseTo(Math.tanh(1.5), within(1e-12));
    assertThat(cvd.quality()).isCloseTo(500 / 1_800.0, within(1e-12));
    Reading later = read("cvd", T + 1_900_000);
    assertThat(later.bias()).as("only the sale is left").isCloseTo(Math.tanh(-3), within(1e-12));
  }

  @Test
  void cvdIsAbsentUntilAQuarterOfTheWindow() {
    flow.onTrade(T, 10, 1, true);
    assertThat(read("cvd", T + 449_999).missing()).contains("7.5 min");
    assertThat(read("cvd", T + 450_000).isPresent()).isTrue();
    assertThat(read("cvd", T + 3_600_000).missing()).contains("no trade");
  }

  @Test
  void cvdRisesWithEveryPurchase() {
    double last = -2;
    flow.onTrade(T, 10, 100, false);
    for (int i = 0; i < 50; i++) {
      flow.onTrade(T + 460_000 + i, 10, 3, true);
      double bias = read("cvd", T + 460_000 + i).bias();
      assertThat(bias).isGreaterThan(last);
      last = bias;
    }
  }

  @Test
  void tradeImbalanceWeighsThreeWindows() {
    flow.onTrade(T, 1, 10, true);
    flow.onTrade(T + 60_000, 1, 10, false);
    flow.onTrade(T + 80_000, 1, 20, true);
    Reading reading = read("trade_imbalance", T + 85_000);
    assertThat(reading.bias()).isCloseTo(.5 + .3 * 10 / 30 + .2 * 20 / 40, within(1e-12));
    Reading later = read("trade_imbalance", T + 100_000 - 1);
    assertThat(later.bias()).as("10 s empty").isCloseTo((.3 + .2 * .5) / .5, within(1e-12));
  }

  @Test
  void lostTradesLowerQualityAndNotTheBias() {
    for (int i = 0; i < 200; i++) {
      flow.onTrade(T + i * 1_000L, 1, 1, i % 3 > 0);
    }
    Reading before = read("trade_imbalance", T + 199_000);
    assertThat(before.quality()).isEqualTo(1);
    flow.onFlowGap();
    Reading after = read("trade_imbalance", T + 199_000);
    assertThat(after.quality()).isZero();
    assertThat(after.bias()).isEqualTo(before.bias());
    flow.onTrade(T + 200_000, 1, 1, true);
    assertThat(read("trade_imbalance", T + 250_000).quality()).isCloseTo(.5, within(1e-12));
  }

  @Test
  void flowMomentumTurnsWithAWaveOfPurchases() {
    Random random = new Random(5);
    long time = T;
    for (int i = 0; i < 600; i++, time += 500) {
      flow.onTrade(time, 1, 10 + random.nextInt(5), random.nextBoolean());
    }
    for (int i = 0; i < 20; i++, time += 500) {
      flow.onTrade(time, 1, 60, true);
    }
    assertThat(read("flow_momentum", time).bias()).isGreaterThan(.7);
  }

  @Test
  void flowMomentumNeedsThirtySamples() {
    for (int i = 0; i < 29; i++) {
      flow.onTrade(T + i * 5_000L, 1, 1, i % 2 == 0);
    }
    assertThat(read("flow_momentum", T + 145_000).missing()).contains("30 samples");
  }

  @Test
  void largeTradesAreThoseAboveThePercentileBefore() {
    for (int i = 0; i < 200; i++) {
      flow.onTrade(T + i, 1, 7, i % 2 == 0);
    }
    assertThat(read("large_trades", T + 200).missing()).contains("fewer than 3");
    flow.onTrade(T + 1_000, 1, 100, true);
    flow.onTrade(T + 1_001, 1, 300, false);
    flow.onTrade(T + 1_002, 1, 500, true);
    Reading reading = read("large_trades", T + 1_002);
    assertThat(reading.input(1)).isEqualTo(300);
    assertThat(reading.bias()).isCloseTo(300 / 900.0, within(1e-12));
  }

  @Test
  void aStackIsThreeNeighboursLeaningOneWay() {
    double step = Math.exp(PriceLadder.WIDTH);
    double price = Math.exp((PriceLadder.row(100) + .5) * PriceLadder.WIDTH);
    double[] bought = {5, 8, 9, 10, 5};
    double[] sold = {5, 2, 1, 0, 5};
    for (int i = 0; i < 5; i++, price *= step) {
      trade(price, bought[i], true);
      trade(price, sold[i], false);
    }
    Reading reading = read("stacked_imbalance", T + 200_000);
    assertThat(reading.input(1)).isEqualTo(3);
    assertThat(reading.bias()).isCloseTo(Math.tanh(3 * (6 + 8 + 10) / 50.0), within(1e-9));
    assertThat(read("stacked_imbalance", T + 700_000).missing()).contains("no trade");
  }

  private void trade(double price, double notional, boolean buy) {
    if (notional > 0) {
      flow.onTrade(T, price, notional / price, buy);
    }
  }

  @Test
  void twoNeighboursAreNoStack() {
    trade(100, 10, true);
    trade(100.03, 10, true);
    Reading reading = read("stacked_imbalance", T + 200_000);
    assertThat(reading.bias()).isZero();
    assertThat(reading.quality()).isLessThan(.2);
  }

  @Test
  void stacksFlipInTheMirrorOfTheGrid() {
    FlowFactors mirrored = new FlowFactors();
    double center = Math.exp(PriceLadder.row(100) * PriceLadder.WIDTH);
    double largest = 0;
    for (Event event : Tape.random(9, 20)) {
      if (event instanceof Event.Trade t) {
        flow.onTrade(t.timeMs(), t.price(), t.quantity(), t.buy());
        double price = center * center / t.price();
        mirrored.onTrade(t.timeMs(), price, t.notional() / price, !t.buy());
        double bias = read("stacked_imbalance", t.timeMs() + 60_000).bias();
        if (!Double.isNaN(bias)) {
          double flipped =
              Market.read(mirrored.factors(), "stacked_imbalance", t.timeMs() + 60_000).bias();
          assertThat(flipped).isCloseTo(-bias, within(1e-9));
          largest = Math.max(largest, Math.abs(bias));
        }
      }
    }
    assertThat(largest).isPositive();
  }

  @Test
  void divergenceIsBullishWhenDeltaRisesAndPriceFalls() {
    for (int i = 0; i < 20; i++) {
      flow.onBarClosed(Interval.ONE_MINUTE, new Bar(T + i * 60_000L, 100 - i, 10, 8));
      flow.onBarClosed(Interval.FIVE_MINUTES, new Bar(T + i * 60_000L, 500, 10, 0));
    }
    Reading reading = read("divergence", T + 1_200_000);
    assertThat(reading.input(0)).isCloseTo(1, within(1e-12));
    assertThat(reading.input(1)).isCloseTo(-1, within(1e-12));
    assertThat(reading.bias()).isCloseTo(Math.tanh(2), within(1e-12));
    assertThat(reading.quality()).isEqualTo(1);
    assertThat(reading.inputTimeMs()).isEqualTo(T + 1_200_000);
  }

  @Test
  void divergenceNeedsTheAggressor() {
    for (int i = 0; i < 40; i++) {
      flow.onBarClosed(Interval.ONE_MINUTE, new Bar(T + i * 60_000L, 100, 10, Double.NaN));
    }
    assertThat(read("divergence", T).missing()).contains("aggressor");
  }

  @Test
  void openInterestHasFourQuadrants() {
    assertThat(quadrant(1.01, 1.005)).as("long build-up").isCloseTo(.25, within(1e-9));
    assertThat(quadrant(1.01, .995)).as("short build-up").isCloseTo(-.25, within(1e-9));
    assertThat(quadrant(.99, 1.005)).as("short covering").isCloseTo(.125, within(1e-9));
    assertThat(quadrant(.99, .995)).as("long unwinding").isCloseTo(-.125, within(1e-9));
    assertThat(quadrant(1.5, 1.5)).as("bounded").isEqualTo(1);
  }

  private static double quadrant(double interest, double price) {
    FlowFactors one = new FlowFactors();
    one.onTrade(T, 100, 1, true);
    one.onOpenInterest(T, 1_000);
    assertThat(Market.read(one.factors(), "open_interest", T + 869_999).missing())
        .contains("15 min");
    one.onTrade(T + 900_000, 100 * price, 1, true);
    one.onOpenInterest(T + 900_000, 1_000 * interest);
    return Market.read(one.factors(), "open_interest", T + 900_000).bias();
  }

  @Test
  void whatIsNoTradeIsCountedAndDropped() {
    flow.onTrade(T, Double.NaN, 1, true);
    flow.onTrade(T, 1, Double.POSITIVE_INFINITY, true);
    flow.onTrade(T, -1, -1, true);
    flow.onTrade(T, 1, 0, true);
    flow.onTrade(Long.MAX_VALUE, 1, 1, true);
    flow.onTrade(-5, 1, 1, true);
    flow.onOpenInterest(T, -3);
    assertThat(flow.dropped()).isEqualTo(7);
    assertThat(flow.factors()).hasSize(7);
    assertThat(List.copyOf(flow.factors()))
        .allSatisfy(f -> assertThat(read(f.name(), T).isPresent()).isFalse());
  }
}
