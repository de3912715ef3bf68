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
  void aLivelyChannelIsStalledAfterTenSeconds() {
    pass(60, 1);
    pass(10, 100);
    assertThat(watch.isStalled()).isFalse();
    pass(1, 100);
    assertThat(watch.isStalled()).isTrue();
    assertThat(watch.silentMs(nowMs)).isEqualTo(11_000);
    pass(1, 1);
    assertThat(watch.isStalled()).isFalse();
  }

  @Test
  void messagesWhoseTimeStandsStillAreSilence() {
    pass(60, 1);
    for (int i = 0; i < 11; i++) {
      nowMs += 1_000;
      watch.moved(eventMs);
      watch.look(nowMs);
    }
    assertThat(watch.isStalled()).isTrue();
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
