package io.virtuoso.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopLagTest {
  private static final long PERIOD = 10_000_000;

  private final Timer lag = Timer.builder("lag").register(new SimpleMeterRegistry());
  private final LoopLag.Beats beats = new LoopLag.Beats(lag, PERIOD, 0);

  @Test
  void aBeatInTimeIsNotLate() {
    beats.at(PERIOD);
    beats.at(2 * PERIOD - 1_000); // a timer may be early by its rounding
    assertThat(lag.count()).isEqualTo(2);
    assertThat(lag.totalTime(TimeUnit.NANOSECONDS)).isZero();
  }

  @Test
  void aLateBeatCountsByWhatItIsLate() {
    beats.at(PERIOD + 3_000_000);
    assertThat(lag.count()).isEqualTo(1);
    assertThat(lag.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
    beats.at(2 * PERIOD + 3_000_000);
    assertThat(lag.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3);
  }

  @Test
  void aStopCountsOnceForEachBeatThatItSwallowed() {
    beats.at(PERIOD + 35_000_000);
    assertThat(lag.count()).isEqualTo(4); // late by 35, 25, 15 and 5 ms
    assertThat(lag.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(80);
  }
}
