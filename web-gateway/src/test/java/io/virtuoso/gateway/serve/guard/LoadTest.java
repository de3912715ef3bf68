package io.virtuoso.gateway.serve.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final AtomicLong lag = new AtomicLong();
  private final Load load = new Load(100, lag::get, new SimpleMeterRegistry());

  @Test
  void upToTheLimitEverybodyComesIn() {
    assertThat(entered(1, 75)).isEqualTo(75);
  }

  @Test
  void beyondItWhoeverHasMostIsTurnedAwayFirst() {
    assertThat(entered(1, 200)).isEqualTo(75);
    assertThat(entered(2, 20)).as("a quarter is kept for others").isEqualTo(20);
    assertThat(entered(1, 10)).isZero();
    assertThat(entered(3, 20)).isEqualTo(5);
    assertThat(entered(4, 1)).as("full is full").isZero();
  }

  @Test
  void whoLeavesMakesRoom() {
    entered(1, 75);
    IntStream.range(0, 30).forEach(i -> load.left(1));
    assertThat(entered(1, 100)).isEqualTo(30);
  }

  @Test
  void lateLoopsMakeTheLimitSmaller() {
    lag.set(200);
    assertThat(entered(1, 100)).isEqualTo(18);
    lag.set(1_000);
    assertThat(entered(2, 100)).isEqualTo(2);
    lag.set(0);
    assertThat(entered(1, 100)).isEqualTo(55);
  }

  @Test
  void aLateBeatIsForgottenWithinASecond() {
    LoopLag.Beat beat = new LoopLag.Beat();
    long now = 0;
    beat.at(now);
    now += Duration.ofMillis(50).toNanos();
    beat.at(now);
    assertThat(beat.lagMs()).isZero();
    now += Duration.ofMillis(350).toNanos();
    beat.at(now);
    assertThat(beat.lagMs()).isEqualTo(300);
    for (int i = 0; i < 20; i++) {
      now += Duration.ofMillis(50).toNanos();
      beat.at(now);
    }
    assertThat(beat.lagMs()).isLessThan(25);
  }

  private long entered(int cell, int requests) {
    return IntStream.range(0, requests).filter(i -> load.enters(cell)).count();
  }
}
