package io.virtuoso.engine.measure.factor;

import static io.virtuoso.engine.measure.factor.CandleTape.MINUTE_MS;
import static io.virtuoso.engine.measure.factor.CandleTape.START_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.engine.measure.indicator.RecordedCandles;
import io.virtuoso.engine.measure.indicator.TestBar;
import io.virtuoso.engine.measure.indicator.Walk;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The market turned upside down: prices reflected around a constant, takers' sides swapped. Every
 * bias changes its sign. All formulas are odd in the reflected price, so where reflection is exact
 * (prices in multiples of 1/64) all factors keep to 1e-9.
 */
class CandleFactorsMirrorTest {
  private static final double CENTRE = 2048;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void everyBiasChangesSign(long seed) {
    List<TestBar> minutes = Walk.bars(seed, 14_000, START_MS, MINUTE_MS);
    compare(minutes, CENTRE, 1e-9);
  }

  @Test
  void everyBiasChangesSignOnRecordedCandles() throws IOException {
    List<TestBar> minutes = RecordedCandles.load("BTC-PERP_1m_20211231-20220119.csv");
    compare(minutes.subList(0, 14_000), 131_072, 1e-9);
  }

  private static void compare(List<TestBar> minutes, double centre, double tolerance) {
    CandleTape upright = new CandleTape();
    CandleTape mirrored = new CandleTape();
    int compared = 0;
    for (int i = 0; i < minutes.size(); i++) {
      TestBar minute = minutes.get(i);
      upright.begin(minute);
      mirrored.begin(minute.mirrored(centre));
      if (i % 19 == 0) {
        List<Reading> one = upright.read(minute.openTimeMs());
        List<Reading> other = mirrored.read(minute.openTimeMs());
        for (int f = 0; f < one.size(); f++) {
          String name = upright.factors().factors().get(f).name();
          assertThat(other.get(f).isPresent()).isEqualTo(one.get(f).isPresent());
          if (one.get(f).isPresent()) {
            assertThat(other.get(f).bias())
                .as("%s at minute %d", name, i)
                .isCloseTo(-one.get(f).bias(), within(tolerance));
            compared += one.get(f).bias() != 0 ? 1 : 0;
          }
        }
      }
      upright.end();
      mirrored.end();
    }
    assertThat(compared).isGreaterThan(8_000);
  }
}
