package io.virtuoso.gateway.cache.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LimitTuningTest {
  private static final SoftLimit LIMIT =
      new SoftLimit(DocumentClass.MOVERS, 1_000, 5_000, 20_000, 5_000);

  /** One round: 100 answers, a hundredth of them at least that old, versions that often. */
  record Round(long answers, long ageMs, int intervals, long intervalMs) {
    static Round of(long ageMs, long intervalMs) {
      return new Round(100, ageMs, 16, intervalMs);
    }
  }

  @Test
  void isLoweredToTwoIntervalsOnTheSecondLook() {
    LimitTuning tuning = new LimitTuning();
    assertThat(decide(tuning, LIMIT, Round.of(300, 1_500))).isEmpty();
    assertThat(moved(decide(tuning, LIMIT, Round.of(300, 1_500)))).isEqualTo(3_000);
  }

  @Test
  void movesAtMostByHalfOrDoubleInARound() {
    assertThat(settle(LIMIT, Round.of(10, 100), 10)).containsExactly(2_500L, 1_250L, 1_000L);
    assertThat(settle(LIMIT, Round.of(30_000, 9_000), 10)).containsExactly(10_000L, 18_000L);
  }

  @Test
  void isNotLoweredIntoTheOrdinaryAgeOfAnswers() {
    assertThat(settle(LIMIT, Round.of(2_000, 500), 10)).containsExactly(3_000L);
    assertThat(settle(LIMIT, Round.of(4_900, 500), 10)).isEmpty();
  }

  @Test
  void isRaisedOnlyWhereAnswersPassIt() {
    assertThat(settle(LIMIT, Round.of(8_000, 8_000), 10)).containsExactly(10_000L);
    assertThat(settle(LIMIT, Round.of(4_000, 8_000), 10)).isEmpty();
  }

  @Test
  void isNeverRaisedPastTheBudget() {
    assertThat(settle(LIMIT, Round.of(3_000_000, 3_000_000), 20)).containsExactly(10_000L, 20_000L);
    SoftLimit atBudget = new SoftLimit(DocumentClass.MOVERS, 1_000, 5_000, 5_000, 5_000);
    assertThat(settle(atBudget, Round.of(60_000, 60_000), 20)).isEmpty();
  }

  @Test
  void aSmallDifferenceIsNotWorthADecision() {
    assertThat(settle(LIMIT, Round.of(100, 2_050), 10)).isEmpty();
    assertThat(settle(LIMIT, Round.of(100, 1_950), 10)).containsExactly(3_900L);
  }

  @Test
  void withoutEnoughEvidenceNothingIsDecided() {
    assertThat(settle(LIMIT, new Round(19, 100, 16, 500), 20)).isEmpty();
    assertThat(settle(LIMIT, new Round(100, 100, 7, 500), 20)).isEmpty();
    assertThat(settle(LIMIT, new Round(0, 0, 0, 0), 20)).isEmpty();
  }

  @Test
  void aRoundThatWantsTheOtherWayBeginsAnew() {
    LimitTuning tuning = new LimitTuning();
    for (int i = 0; i < 10; i++) {
      assertThat(decide(tuning, LIMIT, Round.of(100, 500))).isEmpty();
      assertThat(decide(tuning, LIMIT, Round.of(30_000, 30_000))).isEmpty();
    }
  }

  @Test
  void withoutEvidenceForLongItReturnsToWhatIsConfigured() {
    SoftLimit moved = new SoftLimit(DocumentClass.MOVERS, 1_000, 5_000, 20_000, 1_250);
    LimitTuning tuning = new LimitTuning();
    Round silence = new Round(0, 0, 0, 0);
    for (int i = 0; i < 4; i++) {
      assertThat(decide(tuning, moved, silence)).isEmpty();
    }
    assertThat(moved(decide(tuning, moved, silence))).isEqualTo(5_000);
  }

  @Test
  void whatAPersonHasSettledStays() {
    LimitTuning tuning = new LimitTuning();
    for (int i = 0; i < 10; i++) {
      Observation.OfClass seen = new Observation.OfClass(LIMIT, ages(100, 100), true);
      assertThat(tuning.decide(seen, List.of(key(1, 16, 100)))).isEmpty();
    }
  }

  @Test
  void theReasonNamesTheEvidence() {
    LimitTuning tuning = new LimitTuning();
    decide(tuning, LIMIT, Round.of(300, 1_500));
    assertThat(decide(tuning, LIMIT, Round.of(300, 1_500)).orElseThrow().reason())
        .contains("every 1.50 s", "0.30 s old");
  }

  @Test
  void aTypicalAnswerCountsNotATypicalKey() {
    List<Observation.OfKey> keys = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      keys.add(key(0.01, 16, 60_000));
    }
    keys.add(key(10, 16, 250));
    assertThat(LimitTuning.typicalInterval(keys)).isEqualTo(250);
  }

  @Property(tries = 300)
  void theTypicalIntervalIsTheMiddleOfAllAnswers(
      @ForAll List<@IntRange(min = 1, max = 9) Integer> demands,
      @ForAll @IntRange(min = 1, max = 5_000) int seed) {
    List<Observation.OfKey> keys = new ArrayList<>();
    List<Long> naive = new ArrayList<>();
    for (int i = 0; i < demands.size(); i++) {
      long interval = 100 + (long) seed * (i + 7) % 10_007;
      keys.add(key(demands.get(i), 8, interval));
      for (int j = 0; j < demands.get(i); j++) {
        naive.add(interval);
      }
    }
    long[] sorted = naive.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(LimitTuning.typicalInterval(keys))
        .isEqualTo(sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2]);
  }

  @Property(tries = 500)
  void limitsStayWithinTheirBoundsAndEqualInputMakesEqualDecisions(
      @ForAll("limits") SoftLimit limit, @ForAll("histories") List<Round> history) {
    LimitTuning one = new LimitTuning();
    LimitTuning two = new LimitTuning();
    SoftLimit now = limit;
    for (Round round : history) {
      Optional<Decision> decision = decide(one, now, round);
      assertThat(decide(two, now, round)).isEqualTo(decision);
      if (decision.isPresent()) {
        boolean evident = round.answers >= 20 && round.intervals >= 8;
        assertThat(evident || moved(decision) == now.configuredMs()).isTrue();
        assertThat(moved(decision))
            .isBetween(limit.minMs(), limit.maxMs())
            .isNotEqualTo(now.nowMs());
        now = at(now, moved(decision));
      }
    }
  }

  @Property(tries = 500)
  void underConstantUseItMovesOneWayAndRests(
      @ForAll("limits") SoftLimit limit,
      @ForAll @LongRange(min = 1, max = 100_000) long intervalMs,
      @ForAll @LongRange(max = 200_000) long ageMs) {
    List<Long> path = settle(limit, Round.of(ageMs, intervalMs), 60);
    assertThat(path.size()).isLessThanOrEqualTo(25);
    List<Long> up = path.stream().sorted().toList();
    assertThat(path).isIn(up, up.reversed());
    if (!path.isEmpty()) {
      SoftLimit rested = at(limit, path.getLast());
      assertThat(settle(rested, Round.of(ageMs, intervalMs), 20)).isEmpty();
    }
  }

  @Property(tries = 200)
  void noiseAroundOneIntervalDoesNotMakeItSwing(
      @ForAll @LongRange(min = 600, max = 9_000) long intervalMs,
      @ForAll List<@IntRange(min = -10, max = 10) Integer> noise) {
    LimitTuning tuning = new LimitTuning();
    SoftLimit now = LIMIT;
    int turns = 0;
    int direction = 0;
    for (int percent : noise) {
      long seen = intervalMs * (100 + percent) / 100;
      Optional<Decision> decision = decide(tuning, now, Round.of(3 * intervalMs / 2, seen));
      if (decision.isPresent()) {
        int way = Long.signum(moved(decision) - now.nowMs());
        turns += direction != 0 && way != direction ? 1 : 0;
        direction = way;
        now = at(now, moved(decision));
      }
    }
    assertThat(turns).isZero();
  }

  @Provide
  static Arbitrary<SoftLimit> limits() {
    Arbitrary<Long> age = Arbitraries.longs().between(1, 100_000);
    return Combinators.combine(age, age, age, age)
        .as((a, b, c, d) -> {
          long[] sorted = {a, b, c};
          Arrays.sort(sorted);
          return new SoftLimit(
              DocumentClass.MOVERS,
              sorted[0],
              sorted[1],
              sorted[2],
              Math.clamp(d, sorted[0], sorted[2]));
        });
  }

  @Provide
  static Arbitrary<List<Round>> histories() {
    return Combinators.combine(
            Arbitraries.longs().between(0, 100),
            Arbitraries.longs().between(0, 1_000_000),
            Arbitraries.integers().between(0, 16),
            Arbitraries.longs().between(1, 1_000_000))
        .as(Round::new)
        .list()
        .ofMaxSize(60);
  }

  /** The limits that follow each other over so many equal rounds. */
  private static List<Long> settle(SoftLimit limit, Round round, int rounds) {
    LimitTuning tuning = new LimitTuning();
    List<Long> path = new ArrayList<>();
    SoftLimit now = limit;
    for (int i = 0; i < rounds; i++) {
      Optional<Decision> decision = decide(tuning, now, round);
      if (decision.isPresent()) {
        path.add(moved(decision));
        now = at(now, moved(decision));
      }
    }
    return path;
  }

  private static Optional<Decision> decide(LimitTuning tuning, SoftLimit limit, Round round) {
    Observation.OfClass seen =
        new Observation.OfClass(limit, ages(round.answers, round.ageMs), false);
    return tuning.decide(seen, List.of(key(1, round.intervals, round.intervalMs)));
  }

  private static long moved(Optional<Decision> decision) {
    return ((Decision.MoveLimit) decision.orElseThrow()).afterMs();
  }

  private static SoftLimit at(SoftLimit limit, long nowMs) {
    return new SoftLimit(
        limit.documents(), limit.minMs(), limit.configuredMs(), limit.maxMs(), nowMs);
  }

  private static Observation.Ages ages(long answers, long p99) {
    return new Observation.Ages(answers, p99, p99, p99, p99);
  }

  private static Observation.OfKey key(double perSecond, int intervals, long intervalMs) {
    return new Observation.OfKey(
        DocumentKey.MARKET_OVERVIEW,
        DocumentClass.MOVERS,
        perSecond,
        100,
        0,
        true,
        intervals,
        intervalMs,
        0,
        false,
        false);
  }
}
