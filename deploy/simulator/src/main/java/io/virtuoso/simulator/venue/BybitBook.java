package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.BookSide;
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
  private final Window bids;
  private final Window asks;
  private long u = FIRST_U;
  private long sentId;
  private long sentStep;

  BybitBook(Venue venue, Listing listing, JsonText out, int depth, int everySteps) {
    this.listing = listing;
    this.out = out;
    this.depth = depth;
    this.everySteps = everySteps;
    bids = new Window(true, depth);
    asks = new Window(false, depth);
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
    bids.writeAll(listing, out);
    out.close().array("a");
    asks.writeAll(listing, out);
    return finish();
  }

  private String delta(OrderBook book) {
    open("delta");
    out.array("b");
    bids.writeChanges(book.bids(), listing, out);
    if (listing.crossed()) {
      listing.level(out, book.bestAsk() + 3, 1_000);
    }
    out.close().array("a");
    asks.writeChanges(book.asks(), listing, out);
    return finish();
  }

  private void open(String type) {
    long time = listing.stamp(Channel.BOOK);
    out.object().text("topic", stream.name());
    if (depth == 1) {
      out.number("ts", time).text("type", type);
    } else {
      out.text("type", type).number("ts", time);
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

  /** The best levels of one side as they were last told. Prices in ticks, best first. */
  private static final class Window {
    private final boolean bid;
    private final long[] prices;
    private final long[] lots;
    private int size;

    Window(boolean bid, int depth) {
      this.bid = bid;
      prices = new long[depth];
      lots = new long[depth];
    }

    void remember(BookSide side) {
      size = Math.min(prices.length, side.size());
      for (int level = 0; level < size; level++) {
        prices[level] = side.price(level);
        lots[level] = side.quantity(level);
      }
    }

    boolean differs(BookSide side) {
      int now = Math.min(prices.length, side.size());
      if (now != size) {
        return true;
      }
      for (int level = 0; level < now; level++) {
        if (prices[level] != side.price(level) || lots[level] != side.quantity(level)) {
          return true;
        }
      }
      return false;
    }

    void writeAll(Listing listing, JsonText out) {
      for (int level = 0; level < size; level++) {
        listing.level(out, prices[level], lots[level]);
      }
    }

    void writeChanges(BookSide side, Listing listing, JsonText out) {
      int now = Math.min(prices.length, side.size());
      int old = 0;
      int level = 0;
      while (old < size || level < now) {
        int order = old == size ? 1 : level == now ? -1 : compare(prices[old], side.price(level));
        if (order < 0) {
          out.array();
          listing.price(out, prices[old++]);
          out.text("0").close();
        } else if (order > 0) {
          listing.level(out, side.price(level), side.quantity(level));
          level++;
        } else {
          if (lots[old] != side.quantity(level)) {
            listing.level(out, side.price(level), side.quantity(level));
          }
          old++;
          level++;
        }
      }
    }

    /** Negative if {@code one} is the better price. */
    private int compare(long one, long other) {
      return bid ? Long.compare(other, one) : Long.compare(one, other);
    }
  }
}
