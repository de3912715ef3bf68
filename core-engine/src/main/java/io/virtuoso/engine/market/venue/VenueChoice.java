package io.virtuoso.engine.market.venue;

import io.virtuoso.engine.market.venue.VenueSeat.Standing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the venues of one symbol, each time the symbol is measured. The rule, with its reasons, is
 * in {@code docs/venues.md}: who is silent or disagrees is left out at once and comes back after a
 * while of good conduct; the first fit venue in the order leads, and gets the lead back only after
 * it has been fit for longer still.
 *
 * <p>No clock: everything follows from the symbol's event time. Not thread-safe: owned by the
 * pipeline of its symbol.
 */
public final class VenueChoice {
  /** Judgements in a row with a price off before a venue is left out. */
  static final int OFF_IN_ROW = 4;

  /** Good conduct after which a venue counts again. */
  static final long RETURN_MS = 10_000;

  /** How long the leader's book may be away. */
  static final long BOOK_AWAY_MS = 5_000;

  /** Good conduct after which a venue that failed leads again. */
  static final long LEAD_AGAIN_MS = 60_000;

  private static final int MAJORITY = 3;
  private static final double BP = 10_000;

  private final VenueRule rule;
  private final List<VenueSeat> seats = new ArrayList<>();
  private @Nullable VenueSeat leader;
  private long leadsSinceMs = VenueSeat.NEVER;
  private double[] prices = new double[4];
  private int compared;

  public VenueChoice(VenueRule rule) {
    this.rule = rule;
  }

  /** A seat for one more venue; the first one leads until there is a better one. */
  public VenueSeat add(String venue) {
    VenueSeat seat = new VenueSeat(venue, rule.rankOf(venue));
    seats.add(seat);
    seats.sort(Comparator.comparingInt(each -> each.rank)); // stable: else in order of arrival
    if (leader == null) {
      leader = seat;
    }
    return seat;
  }

  /** A venue carries the symbol no more; if it led, the first that is left does. */
  public void remove(VenueSeat seat) {
    seats.remove(seat);
    if (leader == seat) {
      leader = seats.isEmpty() ? null : seats.getFirst();
    }
  }

  /** The venue whose price and book stand for the symbol. */
  public VenueSeat leader() {
    return Objects.requireNonNull(leader, "no venue yet");
  }

  /** The venue that leads when all is well. */
  public VenueSeat preferred() {
    return seats.getFirst();
  }

  /** When the leader began to lead; {@code Long.MIN_VALUE} before any change. */
  public long leadsSinceMs() {
    return leadsSinceMs;
  }

  /** All venues, in their order. */
  public List<VenueSeat> seats() {
    return Collections.unmodifiableList(seats);
  }

  /** How many prices the last judgement compared. */
  public int compared() {
    return compared;
  }

  /** Judges all venues; {@link #leader} and the standings are as of now afterwards. */
  public void judge(long nowMs) {
    if (seats.size() == 1) { // nobody to compare it with
      seats.getFirst().standing = Standing.COUNTED;
      return;
    }
    double reference = reference(nowMs);
    for (VenueSeat seat : seats) {
      stand(seat, nowMs, reference);
    }
    boolean books = seats.stream().anyMatch(seat -> seat.isCounted() && seat.hasBook());
    for (VenueSeat seat : seats) {
      note(seat, nowMs, isFit(seat, nowMs, books));
    }
    choose(nowMs);
  }

  /** The median of three or more prices, the leader's of two; NaN when there is none to compare. */
  private double reference(long nowMs) {
    if (prices.length < seats.size()) {
      prices = new double[seats.size()];
    }
    compared = 0;
    VenueSeat first = null;
    for (VenueSeat seat : seats) {
      if (seat.hasPrice() && !seat.isSilent(nowMs)) {
        prices[compared++] = seat.price();
        first = first == null || seat == leader ? seat : first;
      }
    }
    if (first == null || compared < 2) {
      return Double.NaN;
    }
    if (compared < MAJORITY) {
      return first.price();
    }
    Arrays.sort(prices, 0, compared);
    return (prices[(compared - 1) / 2] + prices[compared / 2]) / 2;
  }

  private void stand(VenueSeat seat, long nowMs, double reference) {
    boolean silent = seat.isSilent(nowMs);
    seat.offBp = silent || !seat.hasPrice() ? Double.NaN : (seat.price() / reference - 1) * BP;
    // Who is out has to come well inside before it is believed again.
    double bound = seat.standing == Standing.DISAGREES ? rule.boundBp() / 2 : rule.boundBp();
    boolean off = Math.abs(seat.offBp) > bound;
    seat.offInRow = off ? seat.offInRow + 1 : 0;
    if (seat.standing == Standing.WAITING) {
      seat.standing = silent ? Standing.WAITING : Standing.COUNTED;
      return;
    }
    if (silent) {
      seat.standing = Standing.STALLED;
    } else if (seat.offInRow >= OFF_IN_ROW) {
      seat.standing = Standing.DISAGREES;
    }
    if (seat.isCounted() || silent || off) {
      seat.goodSinceMs = VenueSeat.NEVER;
    } else if (seat.goodSinceMs == VenueSeat.NEVER) {
      seat.goodSinceMs = nowMs;
    } else if (nowMs - seat.goodSinceMs >= RETURN_MS) {
      seat.standing = Standing.COUNTED;
      seat.goodSinceMs = VenueSeat.NEVER;
    }
  }

  /** Whether it may lead: it counts, has a price, and its book is there or only just lost. */
  private static boolean isFit(VenueSeat seat, long nowMs, boolean anyBook) {
    if (seat.hasBook()) {
      seat.bookLostMs = VenueSeat.NEVER;
    } else if (seat.bookLostMs == VenueSeat.NEVER) {
      seat.bookLostMs = nowMs;
    }
    boolean bookWillDo =
        seat.hasBook()
            || !anyBook
            || (seat.fitSinceMs != VenueSeat.NEVER && nowMs - seat.bookLostMs <= BOOK_AWAY_MS);
    return seat.isCounted() && seat.hasPrice() && bookWillDo;
  }

  private static void note(VenueSeat seat, long nowMs, boolean fit) {
    if (!fit) {
      seat.failed |= seat.fitSinceMs != VenueSeat.NEVER;
      seat.fitSinceMs = VenueSeat.NEVER;
    } else if (seat.fitSinceMs == VenueSeat.NEVER) {
      seat.fitSinceMs = nowMs;
    }
  }

  private void choose(long nowMs) {
    VenueSeat present = leader();
    boolean presentFit = present.fitSinceMs != VenueSeat.NEVER;
    for (VenueSeat seat : seats) {
      if (seat == present && presentFit) {
        return;
      }
      boolean fit = seat.fitSinceMs != VenueSeat.NEVER;
      boolean proven = !seat.failed || nowMs - seat.fitSinceMs >= LEAD_AGAIN_MS;
      if (fit && (proven || !presentFit)) {
        leader = seat;
        leadsSinceMs = nowMs;
        seat.failed = false;
        return;
      }
    }
  }
}
