package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private record Use(long atMs, int cost) {}

  @ParameterizedTest
  @ValueSource(longs = {3, 17, 4242})
  void noWindowEverHoldsMoreThanItsUnits(long seed) {
    Random random = new Random(seed);
    RateWindow window = new RateWindow(100, Duration.ofSeconds(10));
    List<Use> uses = new ArrayList<>();
    long nowMs = 0;
    for (int i = 0; i < 2_000; i++) {
      int cost = 1 + random.nextInt(30);
      nowMs += random.nextInt(400);
      nowMs += window.waitMs(cost, nowMs);
      assertThat(window.waitMs(cost, nowMs)).isZero();
      window.take(cost, nowMs);
      uses.add(new Use(nowMs, cost));
    }
    assertThat(uses).allSatisfy(last -> assertThat(inWindow(uses, last)).isLessThan(101));
  }

  /** The exchange counts a request at some time of its flight, which is longer or shorter. */
  @ParameterizedTest
  @ValueSource(longs = {3, 17, 4242})
  void howeverLongRequestsAreOnTheirWayNoWindowOfTheOtherSideHoldsMore(long seed) {
    Random random = new Random(seed);
    RateWindow window = new RateWindow(100, Duration.ofSeconds(10));
    PriorityQueue<Use> flying = new PriorityQueue<>(Comparator.comparingLong(Use::atMs));
    List<Use> counted = new ArrayList<>();
    long nowMs = 0;
    while (counted.size() < 2_000) {
      int cost = 1 + random.nextInt(30);
      if (window.waitMs(cost, nowMs) == 0) {
        window.depart(cost);
        int flightMs = random.nextInt(random.nextInt(5) == 0 ? 8_000 : 50);
        flying.add(new Use(nowMs + flightMs, cost));
        counted.add(new Use(nowMs + random.nextInt(flightMs + 1), cost));
      }
      nowMs += random.nextInt(100);
      while (!flying.isEmpty() && flying.peek().atMs() <= nowMs) {
        window.arrive(flying.remove().cost(), nowMs);
      }
    }
    assertThat(counted).allSatisfy(last -> assertThat(inWindow(counted, last)).isLessThan(101));
  }

  private static int inWindow(List<Use> uses, Use last) {
    return uses.stream()
        .filter(use -> use.atMs() <= last.atMs() && use.atMs() > last.atMs() - 10_000)
        .mapToInt(Use::cost)
        .sum();
  }

  @Test
  void whatOthersUseOfTheLimitIsLearnt() {
    RateWindow window = new RateWindow(100, Duration.ofMinutes(1));
    window.take(10, 0);
    window.learn(95, 1_000);
    assertThat(window.waitMs(5, 1_000)).isZero();
    assertThat(window.waitMs(6, 1_000)).isEqualTo(59_000);
  }

  @Test
  void whatAloneExceedsTheLimitGoesWhenNothingElseDoes() {
    RateWindow window = new RateWindow(100, Duration.ofMinutes(1));
    assertThat(window.waitMs(250, 0)).isZero();
    window.take(1, 0);
    assertThat(window.waitMs(250, 0)).isEqualTo(60_000);
  }

  @Test
  void waitsAreDrawnFromAWideningRangeUpToTheCap() {
    Backoff backoff = new Backoff(Timings.USUAL, new Random(1));
    long longest = 0;
    for (int i = 0; i < 500; i++) {
      long bound = Math.min(30_000, 1_000L << Math.min(i, 20));
      long waitMs = backoff.next();
      assertThat(waitMs).isBetween(0L, bound);
      longest = Math.max(longest, waitMs);
    }
    assertThat(longest).isGreaterThan(29_000);
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(1_000);
  }

  @Test
  void aLivelyConnectionIsHeldToTheUsualSilenceAndAQuietOneIsLeftInPeace() {
    SilenceWatch silence = new SilenceWatch(Duration.ofSeconds(10));
    silence.opened(0);
    assertThat(silence.limitMs()).isEqualTo(10_000);
    for (int i = 0; i < 5; i++) {
      silence.gaveUp();
    }
    assertThat(silence.limitMs()).isEqualTo(80_000);
    silence.opened(0);
    for (long nowMs = 0; nowMs < 600_000; nowMs += 20_000) {
      silence.data(nowMs);
    }
    assertThat(silence.limitMs()).as("20 s between messages").isEqualTo(80_000);
    for (long nowMs = 600_000; nowMs < 680_000; nowMs += 1_000) {
      silence.data(nowMs);
    }
    assertThat(silence.limitMs()).as("1 s between messages").isEqualTo(10_000);
  }
}
