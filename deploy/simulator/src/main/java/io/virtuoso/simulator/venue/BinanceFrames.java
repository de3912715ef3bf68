package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/** Binance's messages, spot and USD-M. */
final class BinanceFrames {
  /**
   * USD-M update ids are shared by all symbols of the engine, so that one symbol's are not
   * consecutive.
   */
  private static final long USDM_ID_STRIDE = 3;

  private final Listing listing;
  private final boolean spot;
  private final JsonText out;

  BinanceFrames(Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    spot = listing.venue() == VenueId.BINANCE_SPOT;
  }

  static String interval(BarInterval interval) {
    return switch (interval) {
      case ONE_MINUTE -> "1m";
      case FIVE_MINUTES -> "5m";
      case THIRTY_MINUTES -> "30m";
      case FOUR_HOURS -> "4h";
    };
  }

  static long updateId(VenueId venue, long id) {
    return venue == VenueId.BINANCE_SPOT ? id : id * USDM_ID_STRIDE;
  }

  String trade(long id, long price, long quantity, boolean buy) {
    long time = listing.stamp(Channel.TRADE);
    out.object().text("e", "trade").number("E", time);
    if (!spot) {
      out.number("T", time);
    }
    out.text("s", listing.name()).number("t", id);
    listing.price(out, "p", price);
    listing.quantity(out, "q", quantity);
    if (spot) {
      out.number("T", time).flag("m", !buy).flag("M", true);
    } else {
      out.text("X", "MARKET").flag("m", !buy);
    }
    return out.end().take();
  }

  String aggregateTrade(long id, long price, long quantity, boolean buy) {
    long time = listing.stamp(Channel.TRADE);
    out.object().text("e", "aggTrade").number("E", time);
    if (spot) {
      out.text("s", listing.name()).number("a", id);
    } else {
      out.number("a", id).text("s", listing.name());
    }
    listing.price(out, "p", price);
    listing.quantity(out, "q", quantity);
    out.number("f", id).number("l", id).number("T", time).flag("m", !buy);
    if (spot) {
      out.flag("M", true);
    }
    return out.end().take();
  }

  String quote() {
    OrderBook book = listing.symbol().book();
    out.object();
    if (!spot) {
      out.text("e", "bookTicker");
    }
    out.number("u", updateId(listing.venue(), book.lastUpdateId())).text("s", listing.name());
    listing.price(out, "b", book.bestBid());
    listing.quantity(out, "B", book.bids().quantity(0));
    listing.price(out, "a", book.bestAsk());
    listing.quantity(out, "A", book.asks().quantity(0));
    if (!spot) {
      long time = listing.stamp(Channel.QUOTE);
      out.number("T", time).number("E", time);
    }
    return out.end().take();
  }

  /** All changes after {@code previous}. */
  String depth(long previous, TouchedPrices bids, TouchedPrices asks) {
    OrderBook book = listing.symbol().book();
    long time = listing.stamp(Channel.BOOK);
    out.object().text("e", "depthUpdate").number("E", time);
    if (!spot) {
      out.number("T", time);
    }
    out.text("s", listing.name())
        .number("U", updateId(listing.venue(), previous + 1))
        .number("u", updateId(listing.venue(), book.lastUpdateId()));
    if (!spot) {
      out.number("pu", updateId(listing.venue(), previous));
    }
    out.array("b");
    levels(book.bids(), bids);
    if (listing.crossed()) {
      listing.level(out, book.bestAsk() + 3, 1_000);
    }
    out.close().array("a");
    levels(book.asks(), asks);
    return out.close().end().take();
  }

  private void levels(BookSide side, TouchedPrices touched) {
    for (int i = 0; i < touched.size(); i++) {
      listing.level(out, touched.price(i), side.quantityAt(touched.price(i)));
    }
  }

  String candle(BarInterval interval, Bar bar, boolean closed) {
    out.object()
        .text("e", "kline")
        .number("E", listing.stamp(Channel.KLINE))
        .text("s", listing.name())
        .object("k")
        .number("t", bar.openTime())
        .number("T", bar.openTime() + interval.millis() - 1)
        .text("s", listing.name())
        .text("i", interval(interval))
        .number("f", bar.firstTradeId())
        .number("L", bar.lastTradeId());
    listing.price(out, "o", bar.open());
    listing.price(out, "c", bar.close());
    listing.price(out, "h", bar.high());
    listing.price(out, "l", bar.low());
    listing.quantity(out, "v", bar.volume());
    out.number("n", bar.trades()).flag("x", closed);
    listing.turnover(out, "q", bar.turnover(), bar.volume());
    listing.quantity(out, "V", bar.buyVolume());
    listing.turnover(out, "Q", bar.buyTurnover(), bar.buyVolume());
    return out.text("B", "0").end().end().take();
  }

  String ticker(Day day) {
    long time = listing.stamp(Channel.TICKER);
    out.object().text("e", "24hrTicker").number("E", time).text("s", listing.name());
    BinanceTicker.change(listing, out, day, "p", "P", "w");
    listing.price(out, "c", day.last());
    listing.quantity(out, "Q", listing.symbol().lastQuantity());
    if (spot) {
      OrderBook book = listing.symbol().book();
      listing.price(out, "b", book.bestBid());
      listing.quantity(out, "B", book.bids().quantity(0));
      listing.price(out, "a", book.bestAsk());
      listing.quantity(out, "A", book.asks().quantity(0));
    }
    extremes(day);
    return out.number("O", day.openTime())
        .number("C", time)
        .number("F", day.firstTradeId())
        .number("L", day.lastTradeId())
        .number("n", day.trades())
        .end()
        .take();
  }

  String miniTicker(Day day) {
    out.object()
        .text("e", "24hrMiniTicker")
        .number("E", listing.stamp(Channel.TICKER))
        .text("s", listing.name());
    listing.price(out, "c", day.last());
    extremes(day);
    return out.end().take();
  }

  private void extremes(Day day) {
    listing.price(out, "o", day.open());
    listing.price(out, "h", day.high());
    listing.price(out, "l", day.low());
    listing.quantity(out, "v", day.volume());
    listing.turnover(out, "q", day.turnover(), day.volume());
  }

  String mark() {
    SymbolMarket symbol = listing.symbol();
    Positioning positioning = symbol.positioning();
    return out.object()
        .text("e", "markPriceUpdate")
        .number("E", listing.stamp(Channel.MARK))
        .text("s", listing.name())
        .real("p", symbol.markPrice(), 8)
        .real("i", symbol.indexPrice(), 8)
        .real("P", symbol.indexPrice(), 8)
        .real("r", positioning.fundingRate(), 8)
        .number("T", positioning.nextFunding())
        .end()
        .take();
  }

  String forceOrder(
      boolean longClosed, long limitPrice, double averagePrice, long quantity, long tradeTime) {
    int decimals = listing.priceScale();
    out.object()
        .text("e", "forceOrder")
        .number("E", listing.stamp(Channel.LIQUIDATION))
        .object("o")
        .text("s", listing.name())
        .text("S", longClosed ? "SELL" : "BUY")
        .text("o", "LIMIT")
        .text("f", "IOC");
    listing.quantity(out, "q", quantity);
    listing.price(out, "p", limitPrice);
    out.real("ap", listing.value(averagePrice), Math.min(8, decimals + 2)).text("X", "FILLED");
    listing.quantity(out, "l", quantity);
    listing.quantity(out, "z", quantity);
    return out.number("T", tradeTime).end().end().take();
  }
}
