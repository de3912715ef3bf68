package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.document.VenueStatus.ExchangeClock;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockOffsetTest {
  private static final long EVENT_MS = 1_790_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private final ClockOffset clock = new ClockOffset(0);

  @Test
  void nothingIsKnownBeforeTheFirstEvent() {
    assertThat(clock.aheadMs()).isNaN();
  }

  @Test
  void theShortestWayCountsWhateverElseIsLate() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long wayMs = 40L + random.nextInt(2_000);
      clock.sample(EVENT_MS + i + wayMs, EVENT_MS + i);
    }
    clock.sample(EVENT_MS + 40, EVENT_MS);
    clock.sample(EVENT_MS, EVENT_MS - 86_400_000); // history
    assertThat(clock.aheadMs()).isEqualTo(40);
  }

  /** The wall clock leaps; the monotonic one by which buckets turn does not. */
  @ParameterizedTest
  @CsvSource({"120000, 20", "-120000, 1", "3600000, 20"})
  void aStepOfOurClockIsSeenWithinTwentySeconds(long stepMs, int afterSeconds) {
    long wayMs = 30;
    for (int second = 0; second < 60; second++) {
      clock.turn(second * SECOND);
      clock.sample(EVENT_MS + second * 1_000L + wayMs, EVENT_MS + second * 1_000L);
    }
    for (int second = 60; second < 60 + afterSeconds; second++) {
      clock.turn(second * SECOND);
      clock.sample(EVENT_MS + second * 1_000L + wayMs + stepMs, EVENT_MS + second * 1_000L);
    }
    assertThat(clock.aheadMs()).isEqualTo((double) (wayMs + stepMs));
  }

  @Test
  void whatIsOldIsForgotten() {
    clock.sample(EVENT_MS + 40, EVENT_MS);
    clock.turn(19 * SECOND);
    assertThat(clock.aheadMs()).isEqualTo(40);
    clock.turn(20 * SECOND);
    assertThat(clock.aheadMs()).isNaN();
    clock.turn(100_000 * SECOND);
    clock.sample(EVENT_MS + 50, EVENT_MS);
    clock.turn(100_004 * SECOND);
    assertThat(clock.aheadMs()).isEqualTo(50);
  }

  @ParameterizedTest
  @CsvSource({
    "0, ok",
    "1000, ok",
    "-1000, ok",
    "1001, warning",
    "-5000, warning",
    "5001, degraded",
    "-120000, degraded"
  })
  void beyondASecondIsAWarningAndBeyondFiveDegraded(double aheadMs, String state) {
    ExchangeClock judged = Objects.requireNonNull(VenueReport.clock(aheadMs));
    assertThat(judged.state()).isEqualTo(state);
    assertThat(judged.offsetMs()).isEqualTo(Math.round(aheadMs));
    assertThat(VenueReport.clock(Double.NaN)).isNull();
  }
}
