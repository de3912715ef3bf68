package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeClockTest {
  private static final String TOLD = "Fri, 04 Sep 2026 10:00:07 GMT";
  private static final long TOLD_MS = Instant.parse("2026-09-04T10:00:07Z").toEpochMilli();

  private final FakeLoop loop = new FakeLoop();
  private final ExchangeClock clock = new ExchangeClock(loop);

  @Test
  void isOurClockUntilTheExchangeTells() {
    assertThat(clock.millis()).isEqualTo(loop.epochMillis());
    clock.heard(null);
    loop.setWallClock(Duration.ofHours(1));
    assertThat(clock.millis()).isEqualTo(loop.epochMillis());
  }

  @Test
  void goesOnByTheMonotonicClockWhateverOursIsSetTo() {
    clock.heard(TOLD);
    loop.setWallClock(Duration.ofHours(-1));
    loop.advance(Duration.ofMillis(1_500));
    assertThat(clock.millis()).isEqualTo(TOLD_MS + 1_500);
  }

  @Test
  void followsTheExchangeWhenItIsSetThere() {
    clock.heard(TOLD);
    clock.heard("Fri, 04 Sep 2026 09:00:00 GMT");
    assertThat(clock.millis()).isEqualTo(Instant.parse("2026-09-04T09:00:00Z").toEpochMilli());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "Fri, 99 Sep 2026 10:00:07 GMT", "1790000000"})
  void whatIsNoDateTellsNothing(String header) {
    clock.heard(TOLD);
    clock.heard(header);
    assertThat(clock.millis()).isEqualTo(TOLD_MS);
  }
}
