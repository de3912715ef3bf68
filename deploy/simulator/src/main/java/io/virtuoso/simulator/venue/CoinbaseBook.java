package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;

/**
 * Coinbase's {@code level2_batch}: the whole book for every subscription, then every 40 ms the new
 * size of each level that was touched. Nothing is numbered.
 */
final class CoinbaseBook implements OrderBook.Changes {
  private static final int EVERY_STEPS = STEPS_PER_SECOND / 25;

  private final Listing listing;
  private final JsonText out;
  private final IsoTime times;
  private final Stream stream;
  private final TouchedPrices bids = new TouchedPrices();
  private final TouchedPrices asks = new TouchedPrices();

  CoinbaseBook(Venue venue, Listing listing, JsonText out, IsoTime times) {
    this.listing = listing;
    this.out = out;
    this.times = times;
    stream =
        venue.open(
            "level2_batch:" + listing.nativeName(),
            listing,
            Channel.BOOK,
            Route.NONE,
            this::welcome);
    listing.symbol().book().tell(this);
  }

  private void welcome(Subscriber subscriber, boolean first) {
    if (first) {
      bids.clear();
      asks.clear();
    }
    OrderBook book = listing.symbol().book();
    out.object().text("type", "snapshot").text("product_id", listing.nativeName());
    whole("asks", book.asks());
    whole("bids", book.bids());
    stream.tell(subscriber, out.end().take());
  }

  private void whole(String name, BookSide side) {
    out.array(name);
    for (int level = 0; level < side.size(); level++) {
      listing.level(out, side.price(level), side.quantity(level));
    }
    out.close();
  }

  @Override
  public void changed(boolean bid, long price) {
    if (!stream.idle()) {
      (bid ? bids : asks).add(price);
    }
  }

  void step(long steps) {
    boolean silent = stream.idle() || bids.size() + asks.size() == 0;
    if (silent || (steps + listing.symbol().index()) % EVERY_STEPS != 0) {
      return;
    }
    OrderBook book = listing.symbol().book();
    out.object().text("type", "l2update").text("product_id", listing.nativeName()).array("changes");
    changes("buy", bids.settle(), book.bids());
    changes("sell", asks.settle(), book.asks());
    if (listing.crossed()) {
      change("buy", book.bestAsk() + 3, 1_000);
    }
    stream.publish(
        out.close().text("time", times.micros(listing.stamp(Channel.BOOK))).end().take());
    bids.clear();
    asks.clear();
  }

  private void changes(String side, TouchedPrices touched, BookSide levels) {
    for (int i = 0; i < touched.size(); i++) {
      change(side, touched.price(i), levels.quantityAt(touched.price(i)));
    }
  }

  private void change(String side, long price, long quantity) {
    out.array().text(side);
    listing.price(out, price);
    listing.quantity(out, quantity);
    out.close();
  }
}
