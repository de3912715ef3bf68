package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import java.util.Arrays;

/** One diff-depth stream: collects the touched levels and tells them every so many steps. */
final class BinanceDepth implements OrderBook.Changes {
  private final Listing listing;
  private final BinanceFrames frames;
  private final Stream stream;
  private final int everySteps;
  private long[] bids = new long[64];
  private long[] asks = new long[64];
  private int bidCount;
  private int askCount;
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
    bidCount = 0;
    askCount = 0;
  }

  @Override
  public void changed(boolean bid, long price) {
    if (stream.idle()) {
      return;
    }
    if (bid) {
      if (bidCount == bids.length) {
        bidCount = distinct(bids, bidCount);
        bids = roomier(bids, bidCount);
      }
      bids[bidCount++] = price;
    } else {
      if (askCount == asks.length) {
        askCount = distinct(asks, askCount);
        asks = roomier(asks, askCount);
      }
      asks[askCount++] = price;
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
    bidCount = distinct(bids, bidCount);
    askCount = distinct(asks, askCount);
    stream.publish(frames.depth(sentId, bids, bidCount, asks, askCount));
    begin();
  }

  private static int distinct(long[] prices, int count) {
    Arrays.sort(prices, 0, count);
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (kept == 0 || prices[i] != prices[kept - 1]) {
        prices[kept++] = prices[i];
      }
    }
    return kept;
  }

  private static long[] roomier(long[] prices, int count) {
    return count > prices.length / 2 ? Arrays.copyOf(prices, 2 * prices.length) : prices;
  }
}
