package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;

/**
 * One depth of Bybit's order book: a snapshot for every subscription, then what changed among the
 * best levels, with {@code u} counting messages of the topic.
 */
final class BybitBook {
  private static final long FIRST_U = 1_000_000;
  private static final int REPEAT_SECONDS = 3;

  private final Listing listing;
  private final JsonText out;
  private final Stream stream;
  private final int depth;
  private final int everySteps;
  private final BookWindow bids;
  private final BookWindow asks;
  private long u = FIRST_U;
  private long sentId;
  private long sentStep;

  BybitBook(Venue venue, Listing listing, JsonText out, int depth, int everySteps) {
    this.listing = listing;
    this.out = out;
    this.depth = depth;
    this.everySteps = everySteps;
    bids = new BookWindow(true, depth);
    asks = new BookWindow(false, depth);
    stream =
        venue.open(
            "orderbook." + depth + "." + listing.name(),
            listing,
            Channel.BOOK,
            Route.NONE,
            this::welcome);
  }

  private void welcome(Subscriber subscriber, boolean first) {
    if (first) {
      u++;
      remember();
    }
    stream.tell(subscriber, snapshot());
  }

  /** The newest {@code u}. */
  long messages() {
    return u;
  }

  private void remember() {
    OrderBook book = listing.symbol().book();
    bids.remember(book.bids());
    asks.remember(book.asks());
    sentId = book.lastUpdateId();
  }

  void step(long steps) {
    if (stream.idle() || (steps + listing.symbol().index()) % everySteps != 0) {
      return;
    }
    OrderBook book = listing.symbol().book();
    if (depth == 1) {
      stepBest(steps, book);
      return;
    }
    if (book.lastUpdateId() == sentId) {
      return;
    }
    boolean changed = bids.differs(book.bids()) || asks.differs(book.asks());
    if (changed) {
      u++;
      stream.publish(delta(book));
    }
    remember();
  }

  /** The best level comes as snapshots only, and again after some seconds of quiet. */
  private void stepBest(long steps, OrderBook book) {
    if (bids.differs(book.bids()) || asks.differs(book.asks())) {
      u++;
      remember();
    } else if (steps - sentStep < REPEAT_SECONDS * STEPS_PER_SECOND) {
      return;
    }
    sentStep = steps;
    stream.publish(snapshot());
  }

  private String snapshot() {
    open("snapshot");
    out.array("b");
    bids.writeAll(listing::level, out);
    out.close().array("a");
    asks.writeAll(listing::level, out);
    return finish();
  }

  private String delta(OrderBook book) {
    open("delta");
    out.array("b");
    bids.writeChanges(book.bids(), this::change, out);
    if (listing.crossed()) {
      listing.level(out, book.bestAsk() + 3, 1_000);
    }
    out.close().array("a");
    asks.writeChanges(book.asks(), this::change, out);
    return finish();
  }

  /** A level that is gone has a plain 0. */
  private void change(JsonText text, long price, long quantity) {
    if (quantity > 0) {
      listing.level(text, price, quantity);
    } else {
      text.array();
      listing.price(text, price);
      text.text("0").close();
    }
  }

  private void open(String type) {
    long time = listing.stamp(Channel.BOOK);
    if (depth == 1) {
      out.object().text("topic", stream.name()).number("ts", time).text("type", type);
    } else {
      BybitFrames.head(out, listing, stream.name(), type, time);
    }
    out.object("data").text("s", listing.name());
  }

  private String finish() {
    return out.close()
        .number("u", u)
        .number("seq", BybitFrames.sequence(listing))
        .end()
        .number("cts", listing.stamp(Channel.BOOK))
        .end()
        .take();
  }
}
