package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/** OKX's ticker, in the stream and in the request interface's list. */
public final class OkxTicker {
  private final Listing listing;

  public OkxTicker(Listing listing) {
    this.listing = listing;
  }

  /** Writes the members of an object that is open. */
  public void write(JsonText out) {
    Day day = listing.today();
    long last = listing.symbol().last();
    OrderBook book = listing.symbol().book();
    boolean spot = listing.venue() == VenueId.OKX;
    out.text("instType", spot ? "SPOT" : "SWAP").text("instId", listing.nativeName());
    listing.price(out, "last", last);
    listing.quantity(out, "lastSz", listing.symbol().lastQuantity());
    listing.price(out, "askPx", book.bestAsk());
    listing.quantity(out, "askSz", book.asks().quantity(0));
    listing.price(out, "bidPx", book.bestBid());
    listing.quantity(out, "bidSz", book.bids().quantity(0));
    listing.price(out, "open24h", day.open());
    listing.price(out, "high24h", Math.max(day.high(), last));
    listing.price(out, "low24h", Math.min(day.low(), last));
    if (spot) {
      listing.turnover(out, "volCcy24h", day.turnover(), day.volume());
    } else {
      listing.base(out, "volCcy24h", day.volume());
    }
    listing.quantity(out, "vol24h", day.volume());
    listing.price(out, "sodUtc0", day.open());
    listing.price(out, "sodUtc8", day.open());
    out.text("ts", Long.toString(listing.stamp(Channel.TICKER)));
  }
}
