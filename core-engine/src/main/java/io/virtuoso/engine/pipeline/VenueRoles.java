package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.market.venue.VenueChoice;
import io.virtuoso.engine.market.venue.VenueRule;
import io.virtuoso.engine.market.venue.VenueSeat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who does what among the venues of one symbol: one leads, one tells of the crowd (funding, open
 * interest, ratio), and those that count make up the flow. {@link VenueChoice} judges them; here
 * its judgement is turned into roles. Owned by the symbol's pipeline.
 */
final class VenueRoles {
  private final VenueChoice choice;
  private final List<VenueMarket> venues = new ArrayList<>();
  private final List<VenueMarket> readable = Collections.unmodifiableList(venues);
  private @Nullable VenueMarket leading;
  private @Nullable VenueMarket crowded;
  private int counted;

  VenueRoles(VenueRule rule) {
    this.choice = new VenueChoice(rule);
  }

  /** A seat for a venue that comes; {@link #add} must follow. */
  VenueSeat seat(String venue) {
    return choice.add(venue);
  }

  /** The first to come has every role until the venues are judged; whether this is it. */
  boolean add(VenueMarket venue) {
    venues.add(venue);
    if (leading != null) {
      return false;
    }
    leading = venue;
    crowded = venue;
    return true;
  }

  /** It carries the symbol no more, and its roles go to others; whether there are none. */
  boolean remove(VenueMarket venue) {
    venues.remove(venue);
    if (venues.isEmpty()) {
      return true;
    }
    choice.remove(venue.seat());
    counted = 0;
    if (venue == leading) {
      leading = leader(venues.getFirst());
    } else if (venue != crowded) {
      return false;
    }
    crowded = crowdOf(leading());
    return false;
  }

  /** Judges all and gives the roles anew; whether the flow is now the sum of other venues. */
  boolean judge(long nowMs) {
    for (int i = 0; i < venues.size(); i++) { // by index, here and below: nothing is made
      venues.get(i).speak();
    }
    choice.judge(nowMs);
    int counting = 0;
    for (int i = 0; i < venues.size(); i++) {
      counting |= venues.get(i).seat().isCounted() ? 1 << i : 0;
    }
    boolean others = counted != 0 && counting != counted;
    counted = counting;
    leading = leader(leading());
    crowded = crowdOf(leading);
    return others;
  }

  private VenueMarket leader(VenueMarket otherwise) {
    for (int i = 0; i < venues.size(); i++) {
      if (venues.get(i).seat() == choice.leader()) {
        return venues.get(i);
      }
    }
    return otherwise;
  }

  /** The leader where it is a derivative, else the first counted one in the order that is. */
  private VenueMarket crowdOf(VenueMarket leader) {
    if (leader.isDerivative() || venues.size() == 1) {
      return leader;
    }
    for (VenueSeat seat : choice.seats()) {
      for (VenueMarket venue : venues) {
        if (venue.seat() == seat && venue.isDerivative() && seat.isCounted()) {
          return venue;
        }
      }
    }
    return leader;
  }

  boolean leads(VenueMarket venue) {
    return venue == leading;
  }

  /** Whether its trades and liquidations are part of the symbol's. */
  boolean counts(VenueMarket venue) {
    return venue == leading || venue.seat().isCounted();
  }

  boolean tellsOfCrowd(VenueMarket venue) {
    return venue == crowded;
  }

  /** Whose price, book and candles are the symbol's. */
  VenueMarket leading() {
    return Objects.requireNonNull(leading, "no venue yet");
  }

  /** Whose funding, open interest and ratio are the symbol's. */
  VenueMarket crowded() {
    return Objects.requireNonNull(crowded, "no venue yet");
  }

  /** In the order in which they came; live. */
  List<VenueMarket> venues() {
    return readable;
  }

  VenueChoice choice() {
    return choice;
  }
}
