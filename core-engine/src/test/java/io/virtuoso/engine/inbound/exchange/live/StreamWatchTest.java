package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamWatchTest {
  private static final String BTC = "btc@trade";
  private static final String RARE = "rare@trade";
  private static final int MANY = 50;

  private final StreamWatch watch = new StreamWatch(Duration.ofSeconds(10));
  private long nowMs = 5_000;

  private void speak(String stream, long everyMs, long forMs) {
    for (long until = nowMs + forMs; nowMs < until; nowMs += everyMs) {
      watch.heard(stream, nowMs);
    }
  }

  @Test
  void aBusyStreamIsMissedAfterTheUsualTime() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    long lastMs = nowMs - 100;
    assertThat(watch.toRejoin(lastMs + 8_999)).isEmpty();
    assertThat(watch.toRejoin(lastMs + 9_000)).as("the next look is too late").containsExactly(BTC);
    assertThat(watch.toRejoin(lastMs + 9_001)).as("told once").isEmpty();
    assertThat(watch.lost(lastMs + 17_999)).isNull();
    assertThat(watch.lost(lastMs + 18_000)).isEqualTo(BTC);
  }

  @Test
  void aStreamThatSpeaksOnceAMinuteIsLeftInPeace() {
    watch.opened(nowMs);
    for (int minute = 0; minute < 90; minute++) {
      watch.heard(RARE, nowMs);
      for (int second = 0; second < 60; second++) {
        nowMs += 1_000;
        assertThat(watch.toRejoin(nowMs)).isEmpty();
        assertThat(watch.lost(nowMs)).isNull();
      }
    }
  }

  /** A message a minute, but by chance, as trades come: now and then for many minutes none. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chanceDoesNotLoseAStreamThatSpeaksOnceAMinute(long seed) {
    Random random = new Random(seed);
    long[] nextMs = new long[MANY];
    int rejoined = 0;
    watch.opened(nowMs);
    for (long endMs = nowMs + Duration.ofDays(1).toMillis(); nowMs < endMs; nowMs += 1_000) {
      for (int i = 0; i < MANY; i++) {
        if (nowMs >= nextMs[i]) {
          watch.heard(RARE + i, nowMs);
          nextMs[i] = nowMs + Math.round(-60_000 * Math.log(1 - random.nextDouble()));
        }
      }
      rejoined += watch.toRejoin(nowMs).size();
      assertThat(watch.lost(nowMs)).isNull();
    }
    assertThat(rejoined).isLessThan(MANY * 2);
  }

  @Test
  void aSlowStreamIsGivenItsOwnTimeAgain() {
    watch.opened(nowMs);
    speak(RARE, 20_000, 40 * 20_000);
    long lastMs = nowMs - 20_000;
    assertThat(watch.toRejoin(lastMs + 39_999)).isEmpty();
    assertThat(watch.toRejoin(lastMs + 40_000)).containsExactly(RARE);
    assertThat(watch.lost(lastMs + 79_999)).isNull();
    assertThat(watch.lost(lastMs + 80_000)).isEqualTo(RARE);
  }

  @Test
  void whatTheNewSubscriptionBringsIsProofEnough() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    nowMs += 10_000;
    assertThat(watch.toRejoin(nowMs)).containsExactly(BTC);
    watch.heard(BTC, nowMs + 50);
    assertThat(watch.lost(nowMs + 60_000)).isNull();
    assertThat(watch.toRejoin(nowMs + 10_051)).as("the pause was no habit").containsExactly(BTC);
  }

  @Test
  void aStreamGivenUpForIsSufferedTwiceAsLong() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    watch.toRejoin(nowMs + 10_000);
    watch.lost(nowMs + 20_000);
    watch.opened(nowMs);
    assertThat(watch.toRejoin(nowMs + 17_999)).isEmpty();
    assertThat(watch.toRejoin(nowMs + 18_000)).containsExactly(BTC);
  }

  @Test
  void nothingIsExpectedOfAStreamThatWasLeft() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    watch.keep(List.of(RARE));
    assertThat(watch.toRejoin(nowMs + 60_000)).isEmpty();
  }

  @Test
  void aStreamWhoseTimeStandsStillIsJoinedAgainAndThenLost() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    watch.frozen(BTC, nowMs);
    assertThat(watch.toRejoin(nowMs)).containsExactly(BTC);
    for (int second = 0; second < 8; second++) {
      speak(BTC, 100, 1_000); // what it brings is no proof
      watch.frozen(BTC, nowMs);
      assertThat(watch.toRejoin(nowMs)).as("told once").isEmpty();
      assertThat(watch.lost(nowMs)).isNull();
    }
    speak(BTC, 100, 1_000);
    assertThat(watch.lost(nowMs)).isEqualTo(BTC);
  }

  @Test
  void aStreamWhoseTimeGoesOnAgainIsCured() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    watch.frozen(BTC, nowMs);
    assertThat(watch.toRejoin(nowMs)).containsExactly(BTC);
    speak(BTC, 100, 60_000);
    assertThat(watch.lost(nowMs)).isNull();
    assertThat(watch.toRejoin(nowMs)).isEmpty();
  }

  @Test
  void ourOwnAbsenceIsNoSilence() {
    watch.opened(nowMs);
    speak(BTC, 100, 70_000);
    watch.excuse(15_000);
    assertThat(watch.toRejoin(nowMs + 15_000)).isEmpty();
  }
}
