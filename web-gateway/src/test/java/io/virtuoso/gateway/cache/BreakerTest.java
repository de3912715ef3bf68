package io.virtuoso.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.FakeClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final FakeClock clock = new FakeClock();
  private final Breaker breaker = new Breaker(clock, 3, Duration.ofSeconds(1));

  @Test
  void opensAfterFailuresInARowOnly() {
    fail(2);
    breaker.succeeded();
    fail(2);
    assertThat(breaker.permits()).isTrue();
    fail(1);
    assertThat(breaker.permits()).isFalse();
  }

  @Test
  void letsOneProbeThroughPerPause() {
    fail(3);
    clock.advance(Duration.ofSeconds(2));
    assertThat(breaker.permits()).isTrue();
    assertThat(breaker.permits()).isFalse();
    fail(1);
    assertThat(breaker.state()).isEqualTo(Breaker.State.OPEN);
    clock.advance(Duration.ofSeconds(2));
    assertThat(breaker.permits()).isTrue();
    breaker.succeeded();
    assertThat(breaker.state()).isEqualTo(Breaker.State.CLOSED);
  }

  @Test
  void aProbeThatNeverReportsDoesNotCloseTheDoor() {
    fail(3);
    clock.advance(Duration.ofSeconds(2));
    assertThat(breaker.permits()).isTrue();
    clock.advance(Duration.ofSeconds(2));
    assertThat(breaker.permits()).isTrue();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed();
    }
  }
}
