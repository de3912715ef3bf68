package io.virtuoso.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Time passes by second; the exchange's clock is right, and what it says takes 30 ms. */
class LabelClockTest {
  private static final long START_MS = 1_790_000_000_000L;
  private static final long WAY_MS = 30;
  private static final String VENUE = "bybit-linear";

  private long passedMs;
  private long wrongMs;
  private final LabelClock clock =
      new LabelClock(() -> START_MS + passedMs + wrongMs, () -> 5_000 + passedMs);

  /** One second goes by, in which nothing is heard. */
  private void silence() {
    passedMs += 1_000;
    clock.turn();
  }

  /** One second goes by, at whose end a venue tells a time so far from the right one. */
  private void heard(String venue, long offMs) {
    passedMs += 1_000;
    clock.sample(venue, 5_000 + passedMs, START_MS + passedMs - WAY_MS + offMs);
    clock.turn();
  }

  private void heard() {
    heard(VENUE, 0);
  }

  /** How far what it tells is from the truth, ms. */
  private long errorMs() {
    return clock.millis() - START_MS - passedMs;
  }

  @Test
  void aRightClockIsToldAsItIs() {
    assertThat(errorMs()).isZero();
    assertThat(clock.isProven()).isFalse();
    assertThat(clock.offsetMs(VENUE)).isNaN();
    heard();
    assertThat(errorMs()).isZero();
    assertThat(clock.isProven()).isTrue();
    assertThat(clock.offsetMs(VENUE)).isEqualTo(WAY_MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {120_000, -120_000, 3_600_000, 1_500, -1_500})
  void aClockThatWasWrongFromTheStartIsRightWithTheFirstEvent(long wrong) {
    wrongMs = wrong;
    silence();
    assertThat(errorMs()).as("nobody has told").isEqualTo(wrong);
    heard();
    assertThat(errorMs()).isEqualTo(-WAY_MS);
    assertThat(clock.offsetMs(VENUE)).isEqualTo((double) (wrong + WAY_MS));
  }

  /** A program that has just begun takes its first frames late. */
  @Test
  void aFirstEventThatWasLongUnderWayDoesNotCountForLong() {
    wrongMs = 120_000;
    heard(VENUE, -700);
    assertThat(errorMs()).isEqualTo(-700 - WAY_MS);
    heard(VENUE, -200);
    assertThat(errorMs()).isEqualTo(-200 - WAY_MS);
    heard();
    assertThat(errorMs()).isEqualTo(-WAY_MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {120_000, -120_000, 3_600_000, -3_600_000})
  void aStepChangesTheOffsetAtOnceAndTheTimeNever(long step) {
    heard();
    wrongMs = step;
    for (int second = 0; second < 60; second++) {
      assertThat(errorMs()).isBetween(-WAY_MS, 0L);
      assertThat(clock.offsetMs(VENUE)).isEqualTo((double) (step + WAY_MS));
      heard();
    }
    wrongMs = 0;
    assertThat(errorMs()).as("set right").isZero();
    assertThat(clock.offsetMs(VENUE)).isEqualTo(WAY_MS);
  }

  @ParameterizedTest
  @ValueSource(longs = {3_600_000, -3_600_000})
  void aStepWhileExchangesAreAwayChangesNothingEither(long step) {
    heard();
    for (int second = 0; second < 30; second++) {
      silence();
    }
    assertThat(clock.offsetMs(VENUE)).as("forgotten").isNaN();
    wrongMs = step;
    silence();
    assertThat(errorMs()).isZero();
  }

  /** Stamps that are old tell nothing about our clock. */
  @ParameterizedTest
  @ValueSource(longs = {0, 3_600_000})
  void frozenStampsDoNotHoldItBack(long step) {
    heard();
    wrongMs = step;
    for (long frozenMs = 0; frozenMs < 600_000; frozenMs += 1_000) {
      heard(VENUE, -frozenMs);
    }
    assertThat(errorMs()).isBetween(step == 0 ? 0L : -700L, 0L);
  }

  @Test
  void stampsThatAreLateByTheSameAllTheTimeDoNotHoldItBackEither() {
    heard();
    for (int second = 0; second < 600; second++) {
      heard(VENUE, -5_000);
    }
    assertThat(errorMs()).isZero();
  }

  @Test
  void ourClockIsBelievedAsLongAsOneExchangeAgrees() {
    for (int second = 0; second < 30; second++) {
      passedMs += 1_000;
      long arrivedMs = 5_000 + passedMs;
      long nowMs = START_MS + passedMs;
      clock.sample("a", arrivedMs, nowMs + 90_000);
      clock.sample("b", arrivedMs, nowMs + 90_000);
      clock.sample("c", arrivedMs, nowMs);
      clock.turn();
      assertThat(errorMs()).isZero();
    }
  }

  /** One stamp of a broken machine, then the truth again. */
  @Test
  void aStampFromTheFutureIsOverWithItsWindow() {
    heard();
    heard(VENUE, 60_000);
    for (int second = 0; second < 20; second++) {
      heard();
    }
    assertThat(errorMs()).isZero();
  }

  /** With a wrong clock of our own, what was believed too much is given back slowly. */
  @Test
  void withoutAWitnessItIsDrawnBackSlowly() {
    wrongMs = 3_600_000;
    heard();
    heard(VENUE, 2_000);
    assertThat(errorMs()).isEqualTo(2_000 - WAY_MS);
    long before = errorMs();
    for (int second = 0; second < 3_600; second++) {
      heard();
      assertThat(errorMs()).isBetween(before - 1, before);
      before = errorMs();
    }
    assertThat(errorMs()).isEqualTo(-WAY_MS);
  }
}
