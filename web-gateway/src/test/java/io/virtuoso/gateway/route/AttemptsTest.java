package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final DocumentKey KEY = DocumentKey.STATUS;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final FakeClock clock = new FakeClock();
  private final Attempts attempts = new Attempts(clock, PAUSE, () -> 0.5);

  @Test
  void aFailedKeyRestsForTheJitteredPause() {
    attempts.failed(KEY);
    clock.advance(Duration.ofMillis(549));
    assertThat(attempts.allowed(KEY)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(attempts.allowed(KEY)).isTrue();
    attempts.failed(KEY);
    attempts.succeeded(KEY);
    assertThat(attempts.allowed(KEY)).isTrue();
  }

  @Test
  void anUnknownKeyIsRememberedForAWhile() {
    attempts.unknown(KEY);
    assertThat(attempts.isUnknown(KEY)).isTrue();
    clock.advance(Duration.ofMillis(2_199));
    assertThat(attempts.isUnknown(KEY)).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(attempts.isUnknown(KEY)).isFalse();
    attempts.failed(KEY);
    assertThat(attempts.isUnknown(KEY)).as("a failure says nothing of that").isFalse();
  }

  @Test
  void aDocumentThatStaysAsItIsIsAskedForMoreAndMoreSeldom() {
    for (long pause : new long[] {550, 1_100, 2_200, 4_400, 8_800, 8_800}) {
      attempts.quiet(KEY, true);
      clock.advance(Duration.ofMillis(pause - 1));
      assertThat(attempts.allowed(KEY)).isFalse();
      clock.advance(Duration.ofMillis(1));
      assertThat(attempts.allowed(KEY)).isTrue();
    }
    attempts.succeeded(KEY);
    attempts.quiet(KEY, true);
    clock.advance(Duration.ofMillis(550));
    assertThat(attempts.allowed(KEY)).as("asking was worth it, so all begins anew").isTrue();
  }

  @Test
  void withoutAnnouncementsItIsAskedForAsBefore() {
    for (int i = 0; i < 5; i++) {
      attempts.quiet(KEY, false);
      clock.advance(Duration.ofMillis(550));
      assertThat(attempts.allowed(KEY)).isTrue();
    }
  }
}
