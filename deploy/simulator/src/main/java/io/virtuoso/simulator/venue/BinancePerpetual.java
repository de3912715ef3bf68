package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.wire.Channel;
import org.jspecify.annotations.Nullable;

/** The streams that only the perpetual has: mark price and forced orders. */
final class BinancePerpetual {
  /**
   * The largest forced order of the current second: the others are never told, as on the real
   * exchange.
   */
  private record Largest(
      boolean longClosed, long limitPrice, double averagePrice, long quantity, long time) {}

  private final Listing listing;
  private final BinanceFrames frames;
  private final @Nullable Stream markOften;
  private final @Nullable Stream mark;
  private final @Nullable Stream forced;
  private final @Nullable Stream forcedOfAll;
  private @Nullable Largest largest;

  BinancePerpetual(
      Venue venue, Listing listing, BinanceFrames frames, String prefix, boolean spot) {
    this.listing = listing;
    this.frames = frames;
    if (spot) {
      markOften = null;
      mark = null;
      forced = null;
      forcedOfAll = null;
    } else {
      markOften = venue.open(prefix + "markPrice@1s", listing, Channel.MARK, Route.MARKET);
      mark = venue.open(prefix + "markPrice", listing, Channel.MARK, Route.MARKET);
      forced = venue.open(prefix + "forceOrder", listing, Channel.LIQUIDATION, Route.MARKET);
      forcedOfAll = venue.openForAll("!forceOrder@arr", Channel.LIQUIDATION, Route.MARKET);
    }
  }

  void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    if (largest == null || quantity > largest.quantity()) {
      largest = new Largest(longClosed, limitPrice, averagePrice, quantity, listing.now());
    }
  }

  void step(long turn) {
    if (turn % STEPS_PER_SECOND != 0) {
      return;
    }
    if (markOften != null && !markOften.idle()) {
      markOften.publish(frames.mark());
    }
    if (mark != null && !mark.idle() && turn % (3L * STEPS_PER_SECOND) == 0) {
      mark.publish(frames.mark());
    }
    Largest told = largest;
    largest = null;
    if (told != null
        && forced != null
        && forcedOfAll != null
        && !(forced.idle() && forcedOfAll.idle())) {
      String frame =
          frames.forceOrder(
              told.longClosed(),
              told.limitPrice(),
              told.averagePrice(),
              told.quantity(),
              told.time());
      forced.publish(frame);
      forcedOfAll.publish(frame);
    }
  }
}
