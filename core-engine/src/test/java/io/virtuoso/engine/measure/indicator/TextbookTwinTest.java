package io.virtuoso.engine.measure.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streaming equals the textbook formula over the whole history, on every prefix. */
class TextbookTwinTest {
  private static final long START_MS = 1_640_995_200_000L - 40 * 60_000L; // 40 min before a UTC day

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void streamingEqualsTheTextbookOnEveryPrefix(long seed) {
    List<TestBar> bars = Walk.bars(seed, 320, START_MS, 60_000);
    Sma sma = new Sma(20);
    Ema ema = Ema.of(12);
    Rsi rsi = new Rsi(14);
    Atr atr = new Atr(14);
    DirectionalMovement movement = new DirectionalMovement(14);
    Cci cci = new Cci(20);
    WilliamsR williams = new WilliamsR(14);
    AwesomeOscillator awesome = new AwesomeOscillator();
    EfficiencyRatio efficiency = new EfficiencyRatio(20);
    for (int i = 0; i < bars.size(); i++) {
      TestBar bar = bars.get(i);
      List<TestBar> prefix = bars.subList(0, i + 1);
      same("SMA", i, sma.update(bar.close()), NaiveIndicators.sma(prefix, 20));
      same("EMA", i, ema.update(bar.close()), NaiveIndicators.ema(prefix, 12));
      same("RSI", i, rsi.update(bar), NaiveIndicators.rsi(prefix, 14));
      same("ATR", i, atr.update(bar), NaiveIndicators.atr(prefix, 14));
      same("CCI", i, cci.update(bar), NaiveIndicators.cci(prefix, 20));
      same("%R", i, williams.update(bar), NaiveIndicators.williamsR(prefix, 14));
      same("AO", i, awesome.update(bar), NaiveIndicators.awesome(prefix));
      same("ER", i, efficiency.update(bar), NaiveIndicators.efficiency(prefix, 20));
      movement.update(bar);
      double[] expected = NaiveIndicators.directionalMovement(prefix, 14);
      same("+DI", i, movement.plusDi(), expected[0]);
      same("-DI", i, movement.minusDi(), expected[1]);
      same("ADX", i, movement.adx(), expected[2]);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {4, 5, 6})
  void volumeIndicatorsEqualTheTextbookOnEveryPrefix(long seed) {
    List<TestBar> bars = Walk.bars(seed, 320, START_MS, 60_000);
    ChaikinMoneyFlow cmf = new ChaikinMoneyFlow(20);
    AccumulationDistribution adl = new AccumulationDistribution();
    OnBalanceVolume obv = new OnBalanceVolume();
    TotalSlope adlSlope = new TotalSlope(20);
    Slope obvSlope = new Slope(14);
    ZScore score = new ZScore(100, 30);
    RelativeVolume relative = new RelativeVolume(30);
    SessionVwap session = new SessionVwap(60_000);
    List<Double> slopes = new ArrayList<>();
    for (int i = 0; i < bars.size(); i++) {
      TestBar bar = bars.get(i);
      List<TestBar> prefix = bars.subList(0, i + 1);
      List<Double> adlLine = NaiveIndicators.adl(prefix);
      List<Double> obvLine = NaiveIndicators.obv(prefix);
      same("CMF", i, cmf.update(bar), NaiveIndicators.cmf(prefix, 20));
      double steepness = i == 0 ? Double.NaN : adlSlope.update(adl.step(bar));
      same("ADL", i, adl.update(bar), adlLine.getLast());
      same("OBV", i, obv.update(bar), obvLine.getLast());
      same("ADL slope", i, steepness, NaiveIndicators.slope(adlLine, 20));
      same("OBV slope", i, obvSlope.update(obv.value()), NaiveIndicators.slope(obvLine, 14));
      if (!Double.isNaN(steepness)) {
        slopes.add(steepness);
      }
      same("z", i, score.update(steepness), NaiveIndicators.zScore(slopes, 100, 30));
      same("RVOL", i, relative.update(bar), NaiveIndicators.relativeVolume(prefix, 30));
      session.update(bar);
      double[] expected = NaiveIndicators.vwap(prefix);
      same("VWAP", i, session.vwap(), expected[0]);
      same("deviation", i, session.deviation(), expected[1]);
      assertThat(session.bars()).isEqualTo((int) expected[2]);
    }
  }

  private static void same(String name, int bar, double value, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(value).as("%s bar %d", name, bar).isNaN();
    } else {
      assertThat(value)
          .as("%s bar %d", name, bar)
          .isCloseTo(expected, within(1e-9 * Math.max(1, Math.abs(expected))));
    }
  }
}
