package io.virtuoso.engine.market.venue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds however venues come, stall, disagree and lose their books. */
class VenueChoicePropertyTest {
  private static final long STEP_MS = 250;

  private static final class Fate {
    boolean speaks = true;
    boolean book = true;
    double price = 100;

    void turn(Random random) {
      if (random.nextInt(40) == 0) {
        speaks = random.nextInt(3) > 0;
        book = random.nextInt(4) > 0;
        price = random.nextInt(4) > 0 ? 100 + random.nextGaussian() * 0.1 : 100 + 3;
      }
    }
  }

  private record Seen(String leader, List<String> counted) {}

  private static List<Seen> run(long seed, int venues) {
    Random random = new Random(seed);
    List<String> order = List.of("a", "b", "c", "d");
    VenueChoice choice = new VenueChoice(new VenueRule(order, 100));
    List<VenueSeat> seats = new ArrayList<>();
    List<Fate> fates = new ArrayList<>();
    for (int i = 0; i < venues; i++) {
      seats.add(choice.add(order.get(i)));
      fates.add(new Fate());
    }
    List<Seen> seen = new ArrayList<>();
    for (int step = 1; step <= 1_200; step++) {
      long nowMs = step * STEP_MS;
      for (int i = 0; i < venues; i++) {
        Fate fate = fates.get(i);
        fate.turn(random);
        if (fate.speaks) {
          seats.get(i).heard(nowMs);
        }
        seats.get(i).says(fate.price, fate.book);
      }
      VenueSeat before = choice.leader();
      choice.judge(nowMs);
      check(choice, seats, before, nowMs);
      seen.add(
          new Seen(
              choice.leader().venue(),
              seats.stream().filter(VenueSeat::isCounted).map(VenueSeat::venue).toList()));
    }
    return seen;
  }

  private static void check(
      VenueChoice choice, List<VenueSeat> seats, VenueSeat before, long nowMs) {
    VenueSeat leader = choice.leader();
    boolean someoneFit = seats.stream().anyMatch(seat -> seat.fitSinceMs != VenueSeat.NEVER);
    if (someoneFit) {
      assertThat(leader.fitSinceMs).as("a fit venue leads").isNotEqualTo(VenueSeat.NEVER);
      assertThat(leader.isCounted()).isTrue();
    } else {
      assertThat(leader).isSameAs(before);
    }
    for (VenueSeat seat : seats) {
      if (seat.isCounted() && seats.size() > 1) { // alone it counts whatever it does
        assertThat(seat.silentMs(nowMs)).isLessThanOrEqualTo(VenueSeat.LONGEST_SILENT_MS);
        assertThat(seat.offInRow).isLessThan(VenueChoice.OFF_IN_ROW);
      }
    }
    if (leader != before) {
      boolean forced = before.fitSinceMs == VenueSeat.NEVER;
      assertThat(forced || leader.rank < before.rank).as("no change without a cause").isTrue();
    }
  }

  @Property(tries = 150)
  void aFitVenueLeadsAndNobodyChangesWithoutACause(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int venues) {
    assertThat(run(seed, venues)).hasSize(1_200);
  }

  @Property(tries = 20)
  void theSameEventsGiveTheSameChoices(@ForAll long seed) {
    assertThat(run(seed, 3)).isEqualTo(run(seed, 3));
  }

  @Property(tries = 100)
  void oneVenueAloneIsNeverLeftOut(@ForAll long seed) {
    assertThat(run(seed, 1)).allMatch(seen -> seen.counted().size() == 1);
  }
}
