package io.virtuoso.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineRateTest {
  private final FakeClock clock = new FakeClock();
  private final LineRate rate = new LineRate(10, clock::read);

  @Test
  void tenLinesPassInASecondAndTheOthersAreCounted() {
    assertThat(passed(1_000)).isEqualTo(10);
    clock.advance(Duration.ofSeconds(1));
    assertThat(passed(3)).isEqualTo(3);
    assertThat(rate.takeHeld()).isEqualTo(990);
    assertThat(rate.takeHeld()).isZero();
  }

  @Test
  void aMinuteOfFloodIsSixHundredLines() {
    int lines = 0;
    for (int second = 0; second < 60; second++) {
      lines += passed(100);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(lines).isEqualTo(600);
  }

  @Test
  void aReasonFromOutsideStaysOnItsLine() {
    assertThat(StateLog.plain("a\r\n{\"level\":\"FATAL\"}\u2028\u0000b"))
        .isEqualTo("a  {\"level\":\"FATAL\"}  b");
    assertThat(StateLog.plain("x".repeat(5_000))).hasSize(300);
  }

  private int passed(int lines) {
    int passed = 0;
    for (int each = 0; each < lines; each++) {
      passed += rate.passes() ? 1 : 0;
    }
    return passed;
  }
}
