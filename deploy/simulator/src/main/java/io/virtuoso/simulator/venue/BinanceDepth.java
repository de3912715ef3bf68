package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;

/** One diff-depth stream: collects the touched levels and tells them every so many steps. */
final class BinanceDepth implements OrderBook.Changes {
  private final Listing listing;
  private final BinanceFrames frames;
  private final Stream stream;
  private final int everySteps;
  private final TouchedPrices bids = new TouchedPrices();
  private final TouchedPrices asks = new TouchedPrices();
  private long sentId;

  BinanceDepth(
      Venue venue,
      Listing listing,
      BinanceFrames frames,
      String name,
      Route route,
      int everySteps) {
    this.listing = listing;
    this.frames = frames;
    this.everySteps = everySteps;
    stream =
        venue.open(
            name,
            listing,
            Channel.BOOK,
            route,
            (_, first) -> {
              if (first) {
                begin();
              }
            });
    listing.symbol().book().tell(this);
  }

  private void begin() {
    sentId = listing.symbol().book().lastUpdateId();
    bids.clear();
    asks.clear();
  }

  @Override
  public void changed(boolean bid, long price) {
    if (!stream.idle()) {
      (bid ? bids : asks).add(price);
    }
  }

  void step(long steps) {
    if (stream.idle() || (steps + listing.symbol().index()) % everySteps != 0) {
      return;
    }
    long newest = listing.symbol().book().lastUpdateId();
    if (newest == sentId) {
      return;
    }
    stream.publish(frames.depth(sentId, bids.settle(), asks.settle()));
    begin();
  }
}
