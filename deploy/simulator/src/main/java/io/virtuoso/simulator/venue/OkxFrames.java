package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.List;

/** OKX's messages, but for the book, which has its own class. Sizes of swaps are contracts. */
final class OkxFrames {
  private static final int REAL_DECIMALS = 8;

  /** Matches at one price in a row, told as one. */
  record Match(long lastId, long price, long quantity, boolean buy, int count) {}

  private final Listing listing;
  private final JsonText out;
  private final boolean spot;
  private final OkxTicker ticker;

  OkxFrames(Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    spot = listing.venue() == VenueId.OKX;
    ticker = new OkxTicker(listing);
  }

  static String interval(BarInterval interval) {
    return switch (interval) {
      case ONE_MINUTE -> "1m";
      case FIVE_MINUTES -> "5m";
      case THIRTY_MINUTES -> "30m";
      case FOUR_HOURS -> "4H";
    };
  }

  /** An index is of a pair, whatever is traded on it. */
  static String index(Listing listing) {
    return listing.symbol().instrument().base() + "-" + listing.symbol().instrument().quote();
  }

  static JsonText head(JsonText out, String channel, Listing listing) {
    return head(out, channel, listing.nativeName());
  }

  private static JsonText head(JsonText out, String channel, String instrument) {
    return out.object().object("arg").text("channel", channel).text("instId", instrument).end();
  }

  private String tail() {
    return out.end().close().end().take();
  }

  private String time(Channel channel) {
    return Long.toString(listing.stamp(channel));
  }

  String trade(Match print) {
    head(out, "trades", listing)
        .array("data")
        .object()
        .text("instId", listing.nativeName())
        .text("tradeId", Long.toString(print.lastId()));
    listing.price(out, "px", print.price());
    listing.quantity(out, "sz", print.quantity());
    out.text("side", print.buy() ? "buy" : "sell")
        .text("ts", time(Channel.TRADE))
        .text("count", Integer.toString(print.count()));
    return tail();
  }

  String ticker() {
    head(out, "tickers", listing).array("data").object();
    ticker.write(out);
    return tail();
  }

  String quote() {
    OrderBook book = listing.symbol().book();
    head(out, "bbo-tbt", listing).array("data").object().array("asks");
    best(book.bestAsk(), book.asks().quantity(0));
    out.close().array("bids");
    best(book.bestBid(), book.bids().quantity(0));
    out.close()
        .text("ts", time(Channel.QUOTE))
        .number("seqId", OkxBook.sequence(book.lastUpdateId()));
    return tail();
  }

  private void best(long price, long quantity) {
    out.array();
    listing.price(out, price);
    listing.quantity(out, quantity);
    out.text("0").text("1").close();
  }

  String candle(BarInterval interval, Bar bar, boolean closed) {
    head(out, "candle" + interval(interval), listing).array("data");
    OkxBars.candle(listing, out, bar, closed);
    return out.close().end().take();
  }

  String mark() {
    head(out, "mark-price", listing)
        .array("data")
        .object()
        .text("instType", type())
        .text("instId", listing.nativeName())
        .real("markPx", listing.symbol().markPrice(), decimals())
        .text("ts", time(Channel.MARK));
    return tail();
  }

  String index() {
    SymbolMarket symbol = listing.symbol();
    Day day = listing.today();
    head(out, "index-tickers", index(listing))
        .array("data")
        .object()
        .text("instId", index(listing))
        .real("idxPx", symbol.indexPrice(), decimals());
    listing.price(out, "high24h", day.high());
    listing.price(out, "low24h", day.low());
    listing.price(out, "open24h", day.open());
    listing.price(out, "sodUtc0", day.open());
    listing.price(out, "sodUtc8", day.open());
    out.text("ts", time(Channel.MARK));
    return tail();
  }

  String funding() {
    Positioning positioning = listing.symbol().positioning();
    long due = positioning.nextFunding();
    head(out, "funding-rate", listing)
        .array("data")
        .object()
        .real("fundingRate", positioning.fundingRate(), REAL_DECIMALS)
        .text("fundingTime", Long.toString(due))
        .text("instId", listing.nativeName())
        .text("instType", type())
        .text("method", "current_period")
        .text("maxFundingRate", "0.00375")
        .text("minFundingRate", "-0.00375")
        .text("nextFundingRate", "")
        .text("nextFundingTime", Long.toString(due + Positioning.FUNDING_INTERVAL))
        .real("premium", positioning.premium(), REAL_DECIMALS)
        .real("settFundingRate", positioning.fundingRate(), REAL_DECIMALS)
        .text("settState", "settled")
        .text("ts", time(Channel.MARK));
    return tail();
  }

  String openInterest() {
    head(out, "open-interest", listing).array("data").object();
    OkxBars.openInterest(listing, out);
    return tail();
  }

  /** Several liquidations of one instrument; a closed long is a sell order. */
  String liquidations(List<Forced> all) {
    out.object()
        .object("arg")
        .text("channel", "liquidation-orders")
        .text("instType", "SWAP")
        .end()
        .array("data")
        .object()
        .array("details");
    for (Forced forced : all) {
      out.object().text("bkLoss", "0");
      listing.price(out, "bkPx", forced.price());
      out.text("ccy", "")
          .text("posSide", forced.longClosed() ? "long" : "short")
          .text("side", forced.longClosed() ? "sell" : "buy");
      listing.quantity(out, "sz", forced.quantity());
      out.text("ts", Long.toString(Math.min(forced.time(), listing.stamp(Channel.LIQUIDATION))))
          .end();
    }
    out.close()
        .text("instFamily", index(listing))
        .text("instId", listing.nativeName())
        .text("instType", "SWAP")
        .text("uly", index(listing));
    return tail();
  }

  private int decimals() {
    return Math.min(REAL_DECIMALS, listing.priceScale() + 1);
  }

  private String type() {
    return spot ? "SPOT" : "SWAP";
  }

  static List<Match> join(List<Print> prints) {
    List<Match> joined = new ArrayList<>();
    for (Print print : prints) {
      Match last = joined.isEmpty() ? null : joined.getLast();
      long quantity = print.quantity();
      int count = 1;
      if (last != null && last.price() == print.price() && last.buy() == print.buy()) {
        joined.removeLast();
        quantity += last.quantity();
        count += last.count();
      }
      joined.add(new Match(print.id(), print.price(), quantity, print.buy(), count));
    }
    return joined;
  }
}
