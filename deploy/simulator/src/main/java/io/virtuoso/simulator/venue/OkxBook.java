package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/**
 * OKX's {@code books}: a snapshot of 400 levels for every subscription, then ten times a second
 * what changed, each message naming the one before it. Spot carries the checksum of its 25 best
 * levels; swaps carry 0, as the real exchange does by now.
 */
final class OkxBook {
  private static final int DEPTH = 400;
  private static final int EVERY_STEPS = STEPS_PER_SECOND / 10;
  private static final long QUIET_STEPS = 60L * STEPS_PER_SECOND;
  private static final long CROSSED_TICKS = 3;
  private static final long CROSSED_LOTS = 1_000;
  private static final long FIRST_SEQUENCE = 40_000_000_000L;

  private final Listing listing;
  private final JsonText out;
  private final Stream stream;
  private final BookWindow bids = new BookWindow(true, DEPTH);
  private final BookWindow asks = new BookWindow(false, DEPTH);
  private final OkxChecksum checksum;
  private long sequence;
  private long sentId;
  private long sentStep;

  OkxBook(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    checksum = new OkxChecksum(listing);
    stream =
        venue.open(
            "books:" + listing.nativeName(), listing, Channel.BOOK, Route.PUBLIC, this::welcome);
  }

  private void welcome(Subscriber subscriber, boolean first) {
    if (first) {
      remember();
    }
    stream.tell(subscriber, snapshot());
  }

  /** The number of a message that tells of all changes up to {@code updateId}. */
  static long sequence(long updateId) {
    return FIRST_SEQUENCE + updateId;
  }

  private void remember() {
    OrderBook book = listing.symbol().book();
    bids.remember(book.bids());
    asks.remember(book.asks());
    sentId = book.lastUpdateId();
    // Every change of any level counts, so that the numbers of messages have irregular steps.
    sequence = sequence(sentId);
  }

  void step(long steps) {
    if (stream.idle() || (steps + listing.symbol().index()) % EVERY_STEPS != 0) {
      return;
    }
    OrderBook book = listing.symbol().book();
    boolean changed =
        book.lastUpdateId() != sentId && (bids.differs(book.bids()) || asks.differs(book.asks()));
    if (changed) {
      sentStep = steps;
      stream.publish(update(book));
      remember();
    } else if (steps - sentStep >= QUIET_STEPS) {
      sentStep = steps;
      open("update");
      out.array("asks").close().array("bids");
      stream.publish(finish(proof(bids, asks), sequence, sequence));
    }
  }

  private String snapshot() {
    open("snapshot");
    out.array("asks");
    asks.writeAll(this::level, out);
    out.close().array("bids");
    bids.writeAll(this::level, out);
    return finish(proof(bids, asks), -1, sequence);
  }

  private String update(OrderBook book) {
    open("update");
    out.array("asks");
    asks.writeChanges(book.asks(), this::level, out);
    out.close().array("bids");
    bids.writeChanges(book.bids(), this::level, out);
    Levels best = Levels.of(book.bids());
    if (listing.crossed()) {
      level(out, book.bestAsk() + CROSSED_TICKS, CROSSED_LOTS);
      best = best.below(book.bestAsk() + CROSSED_TICKS, CROSSED_LOTS);
    }
    return finish(proof(best, Levels.of(book.asks())), sequence, sequence(book.lastUpdateId()));
  }

  /** Of what the client has after the message; swaps have none. */
  private long proof(Levels bestBids, Levels bestAsks) {
    return listing.venue() == VenueId.OKX ? checksum.of(bestBids, bestAsks) : 0;
  }

  private void open(String action) {
    OkxFrames.head(out, "books", listing).text("action", action).array("data").object();
  }

  /** Price, size, a deprecated 0, number of orders. */
  private void level(JsonText text, long price, long quantity) {
    text.array();
    listing.price(text, price);
    listing.quantity(text, quantity);
    text.text("0").text(quantity == 0 ? "0" : Long.toString(1 + quantity % 7)).close();
  }

  private String finish(long proof, long previous, long newest) {
    return out.close()
        .text("ts", Long.toString(listing.stamp(Channel.BOOK)))
        .number("checksum", proof)
        .number("prevSeqId", previous)
        .number("seqId", newest)
        .end()
        .close()
        .end()
        .take();
  }
}
