package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChannelWatchTest {
  private static final long EVENT_MS = 1_790_000_000_000L;

  private final ChannelWatch watch = new ChannelWatch();
  private long nowMs = 1_000;
  private long eventMs = EVENT_MS;

  private void pass(int seconds, int everySeconds) {
    for (int i = 1; i <= seconds; i++) {
      nowMs += 1_000;
      eventMs += 1_000;
      if (i % everySeconds == 0) {
        watch.moved(eventMs);
      }
      watch.look(nowMs);
    }
  }

  @Test
  void aChannelThatNeverSpokeIsNotStalled() {
    watch.look(1_000_000);
    assertThat(watch.isHeard()).isFalse();
    assertThat(watch.isStalled()).isFalse();
  }

  @Test
  void aLivelyChannelIsStalledAfterEightSeconds() {
    pass(60, 1);
    pass(8, 100);
    assertThat(watch.isStalled()).isFalse();
    pass(1, 100);
    assertThat(watch.isStalled()).isTrue();
    assertThat(watch.isFrozen()).as("it says nothing at all").isFalse();
    assertThat(watch.silentMs(nowMs)).isEqualTo(9_000);
    pass(1, 1);
    assertThat(watch.isStalled()).isFalse();
  }

  @Test
  void messagesWhoseTimeStandsStillAreSilence() {
    pass(60, 1);
    for (int i = 0; i < 9; i++) {
      assertThat(watch.isFrozen()).isFalse();
      nowMs += 1_000;
      watch.moved(eventMs);
      watch.look(nowMs);
    }
    assertThat(watch.isStalled()).isTrue();
    assertThat(watch.isFrozen()).isTrue();
    pass(1, 1);
    assertThat(watch.isStalled()).isFalse();
    assertThat(watch.isFrozen()).isFalse();
  }

  @Test
  void oneDamagedStampFreezesNothing() {
    pass(60, 1);
    watch.moved(eventMs + 3_000_000);
    pass(20, 1);
    assertThat(watch.isStalled()).as("its time is not known to have moved").isTrue();
    assertThat(watch.isFrozen()).isFalse();
  }

  @Test
  void aMessageAMinuteIsSoonKnownToBeItsRhythm() {
    pass(240, 60);
    int alarms = 0;
    for (int minute = 0; minute < 10; minute++) {
      pass(59, 60);
      alarms += watch.isStalled() ? 1 : 0;
      nowMs += 1_000;
      eventMs += 1_000;
      watch.moved(eventMs);
      watch.look(nowMs);
    }
    assertThat(alarms).isZero();
  }
}
