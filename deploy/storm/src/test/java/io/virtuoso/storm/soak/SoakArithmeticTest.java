package io.virtuoso.storm.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakArithmeticTest {
  private static String metrics(int fast, int slow, int endless) {
    return """
    # HELP virtuoso_loop_lag_seconds
    virtuoso_loop_lag_seconds_bucket{le="0.001"} %d
    virtuoso_loop_lag_seconds_bucket{le="0.02"} %d
    virtuoso_loop_lag_seconds_bucket{le="+Inf"} %d
    virtuoso_loop_lag_seconds_count 7
    """
        .formatted(fast, slow, endless);
  }

  @Test
  void aLineRisesByItsSlopeTimesItsLength() {
    assertThat(Trend.rise(List.of(1.0, 2.0, 3.0, 4.0))).isCloseTo(3, within(1e-12));
    assertThat(Trend.rise(List.of(5.0, 4.0, 3.0))).isCloseTo(-2, within(1e-12));
    assertThat(Trend.rise(List.of(5.0, 7.0, 5.0))).isCloseTo(0, within(1e-12));
    assertThat(Trend.rise(List.of(5.0))).isZero();
  }

  @Test
  void aQuantileIsOfWhatCameSince() {
    LagHistogram before = LagHistogram.of(metrics(0, 100, 200));
    LagHistogram after = LagHistogram.of(metrics(98, 200, 300));
    assertThat(after.quantileSince(before, .98)).isEqualTo(1);
    assertThat(after.quantileSince(before, .99)).isEqualTo(20);
    assertThat(after.quantileSince(after, .99)).isNaN();
    assertThat(LagHistogram.of(metrics(98, 200, 400)).quantileSince(before, .99)).isInfinite();
  }

  @Test
  void anEngineThatDoesNotTellIsNoGoodNews() {
    assertThatThrownBy(() -> LagHistogram.of("virtuoso_other 1\n"))
        .hasMessageContaining("does not tell");
  }
}
