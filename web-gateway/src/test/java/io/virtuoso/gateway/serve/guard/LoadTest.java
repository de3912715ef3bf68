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
    assertThat(entered("a", 75)).isEqualTo(75);
  }

  @Test
  void beyondItWhoeverHasMostIsTurnedAwayFirst() {
    assertThat(entered("a", 200)).isEqualTo(75);
    assertThat(entered("b", 20)).as("a quarter is kept for others").isEqualTo(20);
    assertThat(entered("a", 10)).isZero();
    assertThat(entered("c", 20)).isEqualTo(5);
    assertThat(entered("d", 1)).as("full is full").isZero();
  }

  @Test
  void whoLeavesMakesRoom() {
    entered("a", 75);
    IntStream.range(0, 30).forEach(i -> load.left("a"));
    assertThat(entered("a", 100)).isEqualTo(30);
  }

  @Test
  void lateLoopsMakeTheLimitSmaller() {
    lag.set(200);
    assertThat(entered("a", 100)).isEqualTo(18);
    lag.set(1_000);
    assertThat(entered("b", 100)).isEqualTo(2);
    lag.set(0);
    assertThat(entered("a", 100)).isEqualTo(55);
  }

  @Test
  void aCrowdOfWhichEachWantsOneThingIsLetInHoweverLateTheLoopsAre() {
    Load real = new Load(1_024, () -> 1_000, new SimpleMeterRegistry());
    assertThat(IntStream.range(0, 1_000).filter(i -> real.enters("127.0.0." + i)).count())
        .isEqualTo(1_000);
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

  @Test
  void onlyBeatsThatAreLateTimeAndAgainSayThatAQueueStands() {
    LoopLag.Beat beat = new LoopLag.Beat();
    long now = 0;
    beat.at(now);
    for (long late : new long[] {300, 300}) {
      now += Duration.ofMillis(50 + late).toNanos();
      beat.at(now);
      assertThat(beat.standingMs()).as("a pause, perhaps").isZero();
    }
    for (long late : new long[] {200, 250, 250}) {
      now += Duration.ofMillis(50 + late).toNanos();
      beat.at(now);
    }
    assertThat(beat.standingMs()).isEqualTo(200);
    now += Duration.ofMillis(50).toNanos();
    beat.at(now);
    assertThat(beat.standingMs()).as("it has drained").isZero();
  }

  private long entered(String client, int requests) {
    return IntStream.range(0, requests).filter(i -> load.enters(client)).count();
  }
}
