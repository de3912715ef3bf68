package io.virtuoso.gateway.route.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EnginePaceTest {
  private static final Duration STEP = Duration.ofMillis(10);

  private final FakeClock clock = new FakeClock();
  private final EnginePace pace = new EnginePace(clock);

  @Test
  void anEngineThatIsWellIsAskedFreely() {
    assertThat(permitted(true, Duration.ZERO, 1_000)).hasSize(1_000);
  }

  @Test
  void whileTheBreakerIsNotClosedThereIsOneProbePerTwoSeconds() {
    List<Long> probes = new ArrayList<>();
    for (long ms = 0; ms < 60_000; ms += STEP.toMillis()) {
      for (int caller = 0; caller < 20; caller++) {
        if (pace.permits(false)) {
          probes.add(ms);
        }
      }
      clock.advance(STEP);
    }
    assertThat(probes).hasSizeBetween(27, 33);
    for (int i = 1; i < probes.size(); i++) {
      assertThat(probes.get(i) - probes.get(i - 1)).isBetween(1_600L, 2_400L);
    }
  }

  @Test
  void afterItHasClosedThereAreAtMostTwentyRequestsInAnySecondForAWhile() {
    pace.permits(false);
    List<Long> asked = new ArrayList<>(List.of(0L)); // the probe
    for (long ms = 0; ms < 5_000; ms += STEP.toMillis()) {
      for (int caller = 0; caller < 20; caller++) {
        if (pace.permits(true)) {
          asked.add(ms);
        }
      }
      clock.advance(STEP);
    }
    for (long from : asked) {
      assertThat(asked.stream().filter(ms -> ms >= from && ms < from + 1_000).count())
          .isLessThanOrEqualTo(20);
    }
    assertThat(asked.size()).isBetween(75, 90);
    assertThat(permitted(true, Duration.ZERO, 1_000)).hasSize(1_000);
  }

  @Test
  void itTellsWhetherTheEngineIsAskedSlowly() {
    assertThat(pace.isSlow()).isFalse();
    pace.permits(false);
    assertThat(pace.isSlow()).isTrue();
    pace.permits(true);
    clock.advance(Duration.ofMillis(4_999));
    assertThat(pace.isSlow()).as("it has just come back").isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(pace.isSlow()).isFalse();
  }

  private List<Integer> permitted(boolean closed, Duration step, int callers) {
    return IntStream.range(0, callers)
        .filter(i -> {
          clock.advance(step);
          return pace.permits(closed);
        })
        .boxed()
        .toList();
  }
}
