package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedTimeTest {
  private static final long T = 1_790_000_000_000L;

  private final SharedTime time = new SharedTime();

  @Test
  void theNewestOfAllVenuesCountsAndNothingGoesBack() {
    assertThat(time.reach(true, T)).isTrue();
    assertThat(time.reach(false, T + 300)).isTrue();
    assertThat(time.reach(true, T + 200)).isFalse();
    assertThat(time.newestMs()).isEqualTo(T + 300);
  }

  @Test
  void aClockFarAheadDoesNotDateTheLeadersEvents() {
    time.reach(true, T);
    for (int i = 0; i < 1_000; i++) {
      time.reach(false, T + 60_000 + i * 100L);
      time.reach(true, T + i * 100L);
    }
    assertThat(time.newestMs()).isEqualTo(T + 99_900);
  }

  @Test
  void theOthersGoOnWithoutTheLeader() {
    time.reach(true, T);
    for (int i = 0; i < 300; i++) {
      time.reach(false, T + i * 100L);
    }
    assertThat(time.newestMs()).isEqualTo(T + 29_900);
  }

  @Test
  void afterAPauseOfAllTheOthersAreFollowedOnceTheLeaderStaysAway() {
    time.reach(true, T);
    time.reach(false, T + 20_000);
    time.reach(false, T + 20_000 + SharedTime.ALONE_MS);
    assertThat(time.newestMs()).isEqualTo(T);
    time.reach(false, T + 20_001 + SharedTime.ALONE_MS);
    assertThat(time.newestMs()).isEqualTo(T + 20_001 + SharedTime.ALONE_MS);
  }
}
