package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.Numerals;
import org.jspecify.annotations.Nullable;

/**
 * One product's channels on Coinbase, but for its heartbeats, which belong to the connection. A
 * stream is named {@code channel:product}.
 */
final class CoinbaseFeed implements SymbolFeed {
  private final Listing listing;
  private final JsonText out;
  private final IsoTime times = new IsoTime();
  private final CoinbaseBook book;
  private final Stream matches;
  private final Stream ticker;
  private @Nullable Print latest;
  private long latestTime;

  CoinbaseFeed(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    book = new CoinbaseBook(venue, listing, out, times);
    String product = listing.nativeName();
    matches =
        venue.open(
            "matches:" + product,
            listing,
            Channel.TRADE,
            Route.NONE,
            (subscriber, _) -> {
              Print last = latest;
              if (last != null) {
                tell(subscriber, last);
              }
            });
    ticker = venue.open("ticker:" + product, listing, Channel.TICKER, Route.NONE);
  }

  private void tell(Subscriber subscriber, Print last) {
    matches.tell(subscriber, match("last_match", last, latestTime));
  }

  /** The number of the newest message about a product. */
  static long sequence(Listing listing) {
    return 200_000_000L + listing.symbol().book().lastUpdateId();
  }

  @Override
  public void trade(long id, long price, long quantity, boolean buy) {
    Print print = new Print(id, price, quantity, buy);
    latest = print;
    latestTime = listing.now();
    if (!matches.idle()) {
      matches.publish(match("match", print, listing.stamp(Channel.TRADE)));
    }
    if (!ticker.idle()) {
      ticker.publish(ticker(print));
    }
  }

  /** The side is the maker's. */
  private String match(String type, Print print, long time) {
    out.object()
        .text("type", type)
        .number("trade_id", print.id())
        .text("maker_order_id", Uuid.of("maker", print.id()))
        .text("taker_order_id", Uuid.of("taker", print.id()))
        .text("side", print.buy() ? "sell" : "buy");
    listing.quantity(out, Numerals.SHORT, "size", print.quantity());
    listing.price(out, Numerals.SHORT, "price", print.price());
    return out.text("product_id", listing.nativeName())
        .number("sequence", sequence(listing))
        .text("time", times.micros(time))
        .end()
        .take();
  }

  /** The side is the taker's. */
  private String ticker(Print print) {
    OrderBook levels = listing.symbol().book();
    Day day = listing.today();
    out.object()
        .text("type", "ticker")
        .number("sequence", sequence(listing))
        .text("product_id", listing.nativeName());
    listing.price(out, "price", print.price());
    listing.price(out, "open_24h", day.open());
    listing.longQuantity(out, "volume_24h", day.volume());
    listing.price(out, "low_24h", Math.min(day.low(), print.price()));
    listing.price(out, "high_24h", Math.max(day.high(), print.price()));
    listing.longQuantity(out, "volume_30d", 30 * day.volume());
    listing.price(out, "best_bid", levels.bestBid());
    listing.longQuantity(out, "best_bid_size", levels.bids().quantity(0));
    listing.price(out, "best_ask", levels.bestAsk());
    listing.longQuantity(out, "best_ask_size", levels.asks().quantity(0));
    out.text("side", print.buy() ? "buy" : "sell")
        .text("time", times.micros(listing.stamp(Channel.TICKER)))
        .number("trade_id", print.id());
    listing.quantity(out, Numerals.SHORT, "last_size", print.quantity());
    return out.end().take();
  }

  @Override
  public void quote() {
    // Best prices come with trades only.
  }

  @Override
  public void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    // Spot has none.
  }

  @Override
  public void closed(BarInterval interval, Bar bar) {
    // No stream tells candles.
  }

  @Override
  public void step(long steps) {
    book.step(steps);
  }

  @Override
  public long bookMessages() {
    return 0;
  }
}
