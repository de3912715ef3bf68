package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;

/**
 * One depth of Kraken's {@code book}: a snapshot for every subscription, then what changed, each
 * with the checksum of the ten best levels. What falls out of the depth is not told: the client
 * cuts it off.
 */
final class KrakenBook {
  private final Listing listing;
  private final JsonText out;
  private final IsoTime times;
  private final Stream stream;
  private final BookWindow bids;
  private final BookWindow asks;
  private long sentId;
  private long sentTime;

  KrakenBook(Venue venue, Listing listing, JsonText out, IsoTime times, int depth) {
    this.listing = listing;
    this.out = out;
    this.times = times;
    bids = new BookWindow(true, depth);
    asks = new BookWindow(false, depth);
    stream =
        venue.open(
            "book:" + listing.nativeName() + ":" + depth,
            listing,
            Channel.BOOK,
            Route.NONE,
            this::welcome);
  }

  private void welcome(Subscriber subscriber, boolean first) {
    if (first) {
      remember();
    }
    open("snapshot").array("bids");
    bids.writeAll(this::level, out);
    out.close().array("asks");
    asks.writeAll(this::level, out);
    stream.tell(subscriber, finish(KrakenChecksum.of(listing, bids, asks), sentTime));
  }

  private void remember() {
    OrderBook book = listing.symbol().book();
    bids.remember(book.bids());
    asks.remember(book.asks());
    sentId = book.lastUpdateId();
    sentTime = listing.stamp(Channel.BOOK);
  }

  void step() {
    OrderBook book = listing.symbol().book();
    if (stream.idle() || book.lastUpdateId() == sentId) {
      return;
    }
    if (bids.differs(book.bids()) || asks.differs(book.asks())) {
      stream.publish(update(book));
    }
    remember();
  }

  private String update(OrderBook book) {
    open("update").array("bids");
    bids.writeChanges(book.bids(), untilCut(book.bids()), out);
    Levels best = Levels.of(book.bids());
    if (listing.crossed()) {
      level(out, book.bestAsk() + 3, 1_000);
      best = best.below(book.bestAsk() + 3, 1_000);
    }
    out.close().array("asks");
    asks.writeChanges(book.asks(), untilCut(book.asks()), out);
    long checksum = KrakenChecksum.of(listing, best, Levels.of(book.asks()));
    return finish(checksum, listing.stamp(Channel.BOOK));
  }

  /** A level that is still there and no longer among the best is left to the client. */
  private BookWindow.LevelWriter untilCut(BookSide side) {
    return (text, price, quantity) -> {
      if (quantity > 0 || side.quantityAt(price) == 0) {
        level(text, price, quantity);
      }
    };
  }

  private void level(JsonText text, long price, long quantity) {
    text.object();
    listing.price(text, "price", price);
    listing.quantity(text, "qty", quantity);
    text.end();
  }

  private JsonText open(String type) {
    return KrakenFrames.head(out, "book", type)
        .array("data")
        .object()
        .text("symbol", listing.nativeName());
  }

  private String finish(long checksum, long time) {
    return out.close()
        .number("checksum", checksum)
        .text("timestamp", times.micros(time))
        .end()
        .close()
        .end()
        .take();
  }
}
