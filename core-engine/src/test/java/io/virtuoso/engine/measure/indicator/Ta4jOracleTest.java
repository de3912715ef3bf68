package io.virtuoso.engine.measure.indicator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.market.candle.BarView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ta4j.core.BarSeries;
import org.ta4j.core.BaseBarSeriesBuilder;
import org.ta4j.core.Indicator;
import org.ta4j.core.indicators.ATRIndicator;
import org.ta4j.core.indicators.AwesomeOscillatorIndicator;
import org.ta4j.core.indicators.CCIIndicator;
import org.ta4j.core.indicators.RSIIndicator;
import org.ta4j.core.indicators.WilliamsRIndicator;
import org.ta4j.core.indicators.adx.ADXIndicator;
import org.ta4j.core.indicators.adx.MinusDIIndicator;
import org.ta4j.core.indicators.adx.PlusDIIndicator;
import org.ta4j.core.indicators.averages.EMAIndicator;
import org.ta4j.core.indicators.averages.SMAIndicator;
import org.ta4j.core.indicators.helpers.ClosePriceIndicator;
import org.ta4j.core.indicators.statistics.SimpleLinearRegressionIndicator;
import org.ta4j.core.indicators.statistics.SimpleLinearRegressionIndicator.SimpleLinearRegressionType;
import org.ta4j.core.indicators.volume.AccumulationDistributionIndicator;
import org.ta4j.core.indicators.volume.ChaikinMoneyFlowIndicator;
import org.ta4j.core.indicators.volume.OnBalanceVolumeIndicator;
import org.ta4j.core.indicators.volume.VWAPIndicator;
import org.ta4j.core.num.DoubleNumFactory;
import org.ta4j.core.num.Num;

/**
 * Every indicator that ta4j has too, against it: to 1e-9 of the value, or of the unit where the
 * value is a difference around zero. ta4j seeds its smoothed averages with the first sample where
 * ours take the mean of the first period, so those are compared once the seed has faded below the
 * tolerance: after {@value #FADED} bars (13/14 to that power is 1e-26).
 */
class Ta4jOracleTest {
  private static final int FADED = 800;
  private static final double TOLERANCE = 1e-9;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 17, 90210})
  void agreesOnRandomWalks(long seed) {
    compareAll(Walk.bars(seed, 2_500, 1_640_995_200_000L, 60_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "BTC-PERP_1m_20211231-20220119.csv",
        "ETH-BTC_5m_20180110-20180130.csv",
        "BTCUSDT_1h_binance-spot_gct.csv",
        "BTC-USD_4h_coinbase_2016-2025.csv"
      })
  void agreesOnRecordedCandles(String file) throws IOException {
    List<TestBar> all = RecordedCandles.load(file);
    compareAll(all.subList(0, Math.min(all.size(), 4_000)));
  }

  private static void compareAll(List<TestBar> bars) {
    BarSeries series = series(bars);
    ClosePriceIndicator close = new ClosePriceIndicator(series);
    double price = bars.getFirst().close();
    double volume = bars.stream().mapToDouble(TestBar::volume).average().orElseThrow();

    Sma sma = new Sma(20);
    compare("SMA", bars, b -> sma.update(b.close()), new SMAIndicator(close, 20), 20, price);
    Ema ema = Ema.of(20);
    compare("EMA", bars, b -> ema.update(b.close()), new EMAIndicator(close, 20), FADED, price);
    compare("RSI", bars, new Rsi(14)::update, new RSIIndicator(close, 14), FADED, 1);
    compare("ATR", bars, new Atr(14)::update, new ATRIndicator(series, 14), FADED, 0);
    compare("CCI", bars, new Cci(20)::update, new CCIIndicator(series, 20), 20, 100);
    compare("%R", bars, new WilliamsR(14)::update, new WilliamsRIndicator(series, 14), 14, 1);
    compare(
        "AO",
        bars,
        new AwesomeOscillator()::update,
        new AwesomeOscillatorIndicator(series),
        34,
        price / 100);
    compare(
        "CMF",
        bars,
        new ChaikinMoneyFlow(20)::update,
        new ChaikinMoneyFlowIndicator(series, 20),
        20,
        1);
    compare(
        "OBV",
        bars,
        new OnBalanceVolume()::update,
        new OnBalanceVolumeIndicator(series),
        1,
        volume);
    Slope slope = new Slope(20);
    compare(
        "slope",
        bars,
        b -> slope.update(b.close()),
        new SimpleLinearRegressionIndicator(close, 20, SimpleLinearRegressionType.SLOPE),
        20,
        price / 1000);
    compareDirectionalMovement(bars, series);
    compareAccumulation(bars, series, volume);
    compareVwap(bars, series, price);
  }

  private static void compareDirectionalMovement(List<TestBar> bars, BarSeries series) {
    DirectionalMovement movement = new DirectionalMovement(14);
    ToDoubleFunction<BarView> adx =
        bar -> {
          movement.update(bar);
          return movement.adx();
        };
    compare("ADX", bars, adx, new ADXIndicator(series, 14), FADED, 1);
    DirectionalMovement sides = new DirectionalMovement(14);
    ToDoubleFunction<BarView> plus =
        bar -> {
          sides.update(bar);
          return sides.plusDi();
        };
    compare("+DI", bars, plus, new PlusDIIndicator(series, 14), FADED, 1);
    DirectionalMovement again = new DirectionalMovement(14);
    ToDoubleFunction<BarView> minus =
        bar -> {
          again.update(bar);
          return again.minusDi();
        };
    compare("-DI", bars, minus, new MinusDIIndicator(series, 14), FADED, 1);
  }

  /** ta4j begins at 0 where ours counts the first bar, and stays NaN after a bar without range. */
  private static void compareAccumulation(List<TestBar> bars, BarSeries series, double volume) {
    AccumulationDistribution line = new AccumulationDistribution();
    Indicator<Num> oracle = new AccumulationDistributionIndicator(series);
    double first = line.update(bars.getFirst());
    for (int i = 1; i < bars.size(); i++) {
      double value = line.update(bars.get(i)) - first;
      double expected = oracle.getValue(i).doubleValue();
      if (Double.isNaN(expected)) {
        assertThat(bars.subList(0, i + 1))
            .as("ta4j lost the line at a bar without range")
            .anyMatch(bar -> bar.high() == bar.low());
        break;
      }
      assertThat(value)
          .as("ADL bar %d", i)
          .isCloseTo(expected, within(TOLERANCE * Math.max(Math.abs(expected), volume)));
    }
  }

  /** ta4j's is over a number of bars: at each bar, as many as the UTC day has so far. */
  private static void compareVwap(List<TestBar> bars, BarSeries series, double price) {
    SessionVwap session = new SessionVwap(bars.get(1).openTimeMs() - bars.get(0).openTimeMs());
    for (int i = 0; i < bars.size(); i++) {
      session.update(bars.get(i));
      if (i % 37 != 0 || i < FADED) {
        continue; // one ta4j indicator per bar: a sample is enough
      }
      double expected = new VWAPIndicator(series, session.bars()).getValue(i).doubleValue();
      assertThat(session.vwap())
          .as("VWAP bar %d", i)
          .isCloseTo(expected, within(TOLERANCE * price));
    }
  }

  private static void compare(
      String name,
      List<TestBar> bars,
      ToDoubleFunction<BarView> streaming,
      Indicator<Num> oracle,
      int warmUp,
      double unit) {
    int compared = 0;
    for (int i = 0; i < bars.size(); i++) {
      double value = streaming.applyAsDouble(bars.get(i));
      double expected = oracle.getValue(i).doubleValue();
      if (i < warmUp || Double.isNaN(expected)) {
        continue; // NaN in ta4j: a bar or window without range
      }
      assertThat(value)
          .as("%s bar %d", name, i)
          .isCloseTo(expected, within(TOLERANCE * Math.max(Math.abs(expected), unit)));
      compared++;
    }
    assertThat(compared).as("%s values compared", name).isGreaterThan(300);
  }

  private static BarSeries series(List<TestBar> bars) {
    BarSeries series =
        new BaseBarSeriesBuilder().withNumFactory(DoubleNumFactory.getInstance()).build();
    Duration period = Duration.ofMillis(bars.get(1).openTimeMs() - bars.get(0).openTimeMs());
    for (TestBar bar : bars) {
      series
          .barBuilder()
          .timePeriod(period)
          .endTime(Instant.ofEpochMilli(bar.openTimeMs()).plus(period))
          .openPrice(bar.open())
          .highPrice(bar.high())
          .lowPrice(bar.low())
          .closePrice(bar.close())
          .volume(bar.volume())
          .add();
    }
    return series;
  }
}
