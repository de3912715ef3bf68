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

  private final ClockOffset offset = new ClockOffset(0);

  @Test
  void nothingIsKnownBeforeTheFirstEvent() {
    assertThat(offset.millis()).isNaN();
  }

  @Test
  void theShortestWayCountsWhateverElseIsLate() {
    Random random = new Random(1);
    for (int i = 0; i < 1_000; i++) {
      long wayMs = 40L + random.nextInt(2_000);
      offset.sample(i + wayMs, EVENT_MS + i);
    }
    offset.sample(40, EVENT_MS);
    offset.sample(0, EVENT_MS - 86_400_000); // history
    assertThat(offset.millis()).isEqualTo((double) (EVENT_MS - 40));
  }

  @Test
  void whatIsOldIsForgotten() {
    offset.sample(40, EVENT_MS);
    offset.turn(19_000);
    assertThat(offset.millis()).isEqualTo((double) (EVENT_MS - 40));
    offset.turn(20_000);
    assertThat(offset.millis()).isNaN();
    offset.turn(100_000_000);
    offset.sample(50, EVENT_MS);
    offset.turn(100_004_000);
    assertThat(offset.millis()).isEqualTo((double) (EVENT_MS - 50));
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
