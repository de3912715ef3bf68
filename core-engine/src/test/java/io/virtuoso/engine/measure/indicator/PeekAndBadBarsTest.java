package io.virtuoso.engine.measure.indicator;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.market.candle.BarView;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peeking answers what closing would, leaves no trace, and garbage leaves none either. */
class PeekAndBadBarsTest {
  private static final List<TestBar> BARS = Walk.bars(42, 400, 1_640_995_200_000L, 300_000);
  private static final List<TestBar> OTHERS = Walk.bars(43, 400, 1_640_995_200_000L, 300_000);

  static Stream<Supplier<BarIndicator>> indicators() {
    return Stream.of(
        () -> new Rsi(14),
        () -> new Atr(14),
        () -> new Cci(20),
        () -> new WilliamsR(14),
        AwesomeOscillator::new,
        () -> new EfficiencyRatio(20),
        () -> new ChaikinMoneyFlow(20),
        AccumulationDistribution::new,
        OnBalanceVolume::new,
        () -> new RelativeVolume(30),
        () -> onClose(new Sma(20)),
        () -> onClose(Ema.of(20)),
        () -> onClose(Ema.wilder(20)),
        () -> onClose(new Slope(20)),
        () -> onClose(new TotalSlope(20)),
        () -> onClose(new ZScore(100, 30)));
  }

  @ParameterizedTest
  @MethodSource("indicators")
  void peekIsWhatUpdateAnswers(Supplier<BarIndicator> fresh) {
    BarIndicator peeked = fresh.get();
    BarIndicator plain = fresh.get();
    for (int i = 0; i < BARS.size(); i++) {
      peeked.peek(OTHERS.get(i));
      double expected = peeked.peek(BARS.get(i));
      same(peeked.value(), plain.value());
      same(peeked.update(BARS.get(i)), expected);
      same(plain.update(BARS.get(i)), expected);
      same(plain.value(), expected);
    }
    assertThat(plain.value()).isFinite();
  }

  @ParameterizedTest
  @MethodSource("indicators")
  void garbageLeavesNoTrace(Supplier<BarIndicator> fresh) {
    BarIndicator fed = fresh.get();
    BarIndicator plain = fresh.get();
    double[] garbage = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (int i = 0; i < BARS.size(); i++) {
      TestBar broken = TestBar.broken(BARS.get(i).openTimeMs(), garbage[i % 3]);
      fed.peek(broken);
      same(fed.update(broken), plain.value());
      same(fed.update(BARS.get(i)), plain.update(BARS.get(i)));
    }
    assertThat(fed.value()).isFinite();
  }

  /** To the bit, where NaN is NaN. */
  private static void same(double value, double expected) {
    assertThat(Double.valueOf(value)).isEqualTo(Double.valueOf(expected));
  }

  private static BarIndicator onClose(SampleIndicator indicator) {
    return new BarIndicator() {
      @Override
      public double update(BarView closed) {
        return indicator.update(closed.close());
      }

      @Override
      public double peek(BarView open) {
        return indicator.peek(open.close());
      }

      @Override
      public double value() {
        return indicator.value();
      }
    };
  }
}
