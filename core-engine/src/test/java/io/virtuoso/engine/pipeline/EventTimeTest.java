package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventTimeTest {
  private static final long T = 1_790_000_000_000L;

  private final EventTime time = new EventTime();

  @Test
  void neverGoesBackAndLateEventsStillCount() {
    assertThat(time.newestMs()).isZero();
    assertThat(time.reach(T)).isTrue();
    assertThat(time.reach(T - 5_000)).isTrue();
    assertThat(time.newestMs()).isEqualTo(T);
    assertThat(time.reach(T + EventTime.LEAP_MS)).isTrue();
    assertThat(time.newestMs()).isEqualTo(T + EventTime.LEAP_MS);
  }

  @Test
  void noTimeIsNone() {
    assertThat(time.reach(0)).isFalse();
    assertThat(time.reach(-7)).isFalse();
    assertThat(time.isCredible(0)).isFalse();
    assertThat(time.newestMs()).isZero();
  }

  @Test
  void oneLeapIsNotBelievedTwoInARowAre() {
    time.reach(T);
    long far = T + 10 * EventTime.LEAP_MS;
    assertThat(time.isCredible(far)).isFalse();
    assertThat(time.reach(far)).isFalse();
    assertThat(time.reach(T + 100)).isTrue();
    assertThat(time.reach(far)).as("the one before it disagreed").isFalse();
    assertThat(time.newestMs()).isEqualTo(T + 100);
    assertThat(time.reach(far + 50)).isTrue();
    assertThat(time.newestMs()).isEqualTo(far + 50);
  }

  @Test
  void extremesDoNotOverflow() {
    time.reach(T);
    assertThat(time.reach(Long.MAX_VALUE)).isFalse();
    assertThat(time.reach(Long.MIN_VALUE)).isFalse();
    assertThat(time.reach(T + 1)).isTrue();
  }
}
