package io.virtuoso.engine.market.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.virtuoso.engine.market.venue.VenueSeat.Standing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The written rule, sentence by sentence, in steps of 250 ms of event time. */
class VenueChoiceTest {
  private static final long STEP_MS = 250;
  private static final long START_MS = 1_790_000_000_000L;

  private final VenueChoice choice = new VenueChoice(new VenueRule(List.of("a", "b", "c"), 100));
  private final VenueSeat a = choice.add("a");
  private final VenueSeat b = choice.add("b");
  private long nowMs = START_MS;

  private static final class Says {
    boolean speaks = true;
    double price = 100;
    boolean book = true;
  }

  private final Says sayA = new Says();
  private final Says sayB = new Says();

  private static void step(VenueSeat seat, Says says, long nowMs) {
    if (says.speaks) {
      seat.heard(nowMs);
    }
    seat.says(says.price, says.book);
  }

  private void pass(long ms) {
    for (long until = nowMs + ms; nowMs < until; ) {
      nowMs += STEP_MS;
      step(a, sayA, nowMs);
      step(b, sayB, nowMs);
      choice.judge(nowMs);
    }
  }

  @Test
  void theFirstFitVenueInTheOrderLeads() {
    pass(1_000);
    assertThat(choice.leader()).isSameAs(a);
    assertThat(choice.preferred()).isSameAs(a);
    assertThat(List.of(a.standing(), b.standing())).containsOnly(Standing.COUNTED);
  }

  @Test
  void whoComesLateAndIsBetterLeadsAsSoonAsItIsFit() {
    VenueChoice late = new VenueChoice(new VenueRule(List.of("a", "b"), 100));
    VenueSeat second = late.add("b");
    second.heard(START_MS);
    second.says(100, true);
    late.judge(START_MS);
    assertThat(late.leader()).isSameAs(second);
    VenueSeat first = late.add("a");
    first.heard(START_MS + 250);
    first.says(100, false);
    late.judge(START_MS + 250);
    assertThat(late.leader()).as("its book is not whole yet").isSameAs(second);
    first.heard(START_MS + 500);
    first.says(100, true);
    late.judge(START_MS + 500);
    assertThat(late.leader()).isSameAs(first);
    assertThat(late.leadsSinceMs()).isEqualTo(START_MS + 500);
  }

  @Test
  void aSilentLeaderIsLeftOutAfterTenSecondsAndLeadsAgainAfterAMinuteOfGoodConduct() {
    pass(5_000);
    sayA.speaks = false;
    pass(VenueSeat.SILENT_MS);
    assertThat(choice.leader()).isSameAs(a);
    assertThat(a.standing()).isEqualTo(Standing.COUNTED);
    pass(STEP_MS);
    assertThat(a.standing()).isEqualTo(Standing.STALLED);
    assertThat(choice.leader()).isSameAs(b);
    assertThat(a.silentMs(nowMs)).isEqualTo(VenueSeat.SILENT_MS + STEP_MS);

    sayA.speaks = true;
    pass(VenueChoice.RETURN_MS);
    assertThat(a.standing()).isEqualTo(Standing.STALLED);
    pass(STEP_MS);
    assertThat(a.standing()).isEqualTo(Standing.COUNTED);
    pass(VenueChoice.LEAD_AGAIN_MS - STEP_MS);
    assertThat(choice.leader()).isSameAs(b);
    pass(STEP_MS);
    assertThat(choice.leader()).isSameAs(a);
  }

  @Test
  void aStallDuringTheReturnBeginsItAnew() {
    pass(5_000);
    sayB.speaks = false;
    pass(15_000);
    assertThat(b.standing()).isEqualTo(Standing.STALLED);
    sayB.speaks = true;
    pass(VenueChoice.RETURN_MS / 2);
    sayB.speaks = false;
    pass(VenueSeat.LONGEST_SILENT_MS);
    sayB.speaks = true;
    pass(VenueChoice.RETURN_MS / 2 + 1_000);
    assertThat(b.standing()).isEqualTo(Standing.STALLED);
    assertThat(choice.leader()).isSameAs(a);
  }

  @ParameterizedTest
  @ValueSource(doubles = {98.9, 101.1})
  void ofTwoTheOneThatDoesNotLeadIsLeftOut(double price) {
    pass(1_000);
    sayB.price = price;
    pass(STEP_MS * (VenueChoice.OFF_IN_ROW - 1));
    assertThat(b.standing()).as("one print is no disagreement").isEqualTo(Standing.COUNTED);
    pass(STEP_MS);
    assertThat(b.standing()).isEqualTo(Standing.DISAGREES);
    assertThat(Math.abs(b.offBp())).isBetween(105.0, 115.0);
    assertThat(choice.compared()).isEqualTo(2);
    assertThat(choice.leader()).isSameAs(a);

    sayB.price = 100.6; // inside the bound, but not well inside
    pass(60_000);
    assertThat(b.standing()).isEqualTo(Standing.DISAGREES);
    sayB.price = 100.4;
    pass(VenueChoice.RETURN_MS + STEP_MS);
    assertThat(b.standing()).isEqualTo(Standing.COUNTED);
  }

  @Test
  void ofThreeTheMajorityOverrulesTheLeader() {
    VenueSeat c = choice.add("c");
    Says sayC = new Says();
    for (int i = 0; i < 20; i++) {
      nowMs += STEP_MS;
      sayA.price = i < 8 ? 100 : 103;
      step(a, sayA, nowMs);
      step(b, sayB, nowMs);
      step(c, sayC, nowMs);
      choice.judge(nowMs);
    }
    assertThat(choice.compared()).isEqualTo(3);
    assertThat(a.standing()).isEqualTo(Standing.DISAGREES);
    assertThat(a.offBp()).isBetween(299.0, 301.0);
    assertThat(choice.leader()).isSameAs(b);
    assertThat(List.of(b.standing(), c.standing())).containsOnly(Standing.COUNTED);
  }

  @Test
  void theLeadSurvivesAShortLossOfTheBookAndNoLongOne() {
    pass(1_000);
    sayA.book = false;
    pass(VenueChoice.BOOK_AWAY_MS);
    assertThat(choice.leader()).isSameAs(a);
    pass(2 * STEP_MS);
    assertThat(choice.leader()).isSameAs(b);
    assertThat(a.standing()).as("its trades still count").isEqualTo(Standing.COUNTED);
    sayA.book = true;
    pass(VenueChoice.LEAD_AGAIN_MS);
    assertThat(choice.leader()).isSameAs(b);
    pass(STEP_MS);
    assertThat(choice.leader()).isSameAs(a);
  }

  @Test
  void whenNobodyIsFitTheLeaderStays() {
    pass(1_000);
    sayA.speaks = false;
    sayB.book = false;
    sayB.price = Double.NaN;
    pass(30_000);
    assertThat(a.standing()).isEqualTo(Standing.STALLED);
    assertThat(choice.leader()).isSameAs(a);
  }

  @ParameterizedTest
  @CsvSource({"1000,10000", "4000,12000", "20000,60000", "90000,120000"})
  void patienceFollowsTheVenuesOwnRhythm(long rhythmMs, long patienceMs) {
    VenueSeat quiet = choice.add("c");
    for (int i = 0; i < 30; i++) {
      quiet.heard(START_MS + i * rhythmMs);
    }
    assertThat(quiet.silentAfterMs()).isEqualTo(patienceMs);
  }

  @Test
  void aLongStallIsForgottenByALivelyVenue() {
    VenueSeat lively = choice.add("c");
    lively.heard(START_MS);
    lively.heard(START_MS + 100_000);
    assertThat(lively.silentAfterMs()).isEqualTo(30_000);
    for (int i = 1; i <= 200; i++) {
      lively.heard(START_MS + 100_000 + i * 50L);
    }
    assertThat(lively.silentAfterMs()).isEqualTo(VenueSeat.SILENT_MS);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 5_001, Double.NaN})
  void aBoundThatBoundsNothingIsRefused(double bound) {
    assertThatIllegalArgumentException().isThrownBy(() -> new VenueRule(List.of(), bound));
  }
}
