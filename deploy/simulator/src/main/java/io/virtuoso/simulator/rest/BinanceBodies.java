package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.venue.BinanceTicker;
import io.virtuoso.simulator.venue.Day;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;

/** Binance's answers about instruments, books, candles and days. */
final class BinanceBodies {
  private static final long LISTED = 1_569_398_400_000L;
  private static final long PERPETUAL = 4_133_404_800_000L;

  private final Venue venue;
  private final boolean spot;
  private final int weightLimit;
  private final JsonText out;

  BinanceBodies(Venue venue, int weightLimit, JsonText out) {
    this.venue = venue;
    this.weightLimit = weightLimit;
    this.out = out;
    spot = venue.id() == VenueId.BINANCE_SPOT;
  }

  String exchangeInfo(List<Listing> listings, long now) {
    out.object().text("timezone", "UTC").number("serverTime", now);
    if (!spot) {
      out.text("futuresType", "U_MARGINED");
    }
    out.array("rateLimits")
        .object()
        .text("rateLimitType", "REQUEST_WEIGHT")
        .text("interval", "MINUTE")
        .number("intervalNum", 1)
        .number("limit", weightLimit)
        .end()
        .close()
        .array("exchangeFilters")
        .close()
        .array("symbols");
    for (Listing listing : listings) {
      if (spot) {
        spotSymbol(listing);
      } else {
        perpetualSymbol(listing);
      }
    }
    return out.close().end().take();
  }

  private void spotSymbol(Listing listing) {
    Instrument instrument = listing.symbol().instrument();
    out.object()
        .text("symbol", instrument.symbol())
        .text("status", "TRADING")
        .text("baseAsset", instrument.base())
        .number("baseAssetPrecision", 8)
        .text("quoteAsset", instrument.quote())
        .number("quotePrecision", 8)
        .number("quoteAssetPrecision", 8)
        .array("orderTypes")
        .text("LIMIT")
        .text("MARKET")
        .close()
        .flag("icebergAllowed", true)
        .flag("isSpotTradingAllowed", true)
        .flag("isMarginTradingAllowed", false);
    filters(listing, "NOTIONAL", "minNotional");
    out.array("permissions")
        .close()
        .array("permissionSets")
        .array()
        .text("SPOT")
        .close()
        .close()
        .end();
  }

  private void perpetualSymbol(Listing listing) {
    Instrument instrument = listing.symbol().instrument();
    out.object()
        .text("symbol", instrument.symbol())
        .text("pair", instrument.symbol())
        .text("contractType", "PERPETUAL")
        .number("deliveryDate", PERPETUAL)
        .number("onboardDate", LISTED)
        .text("status", "TRADING")
        .text("baseAsset", instrument.base())
        .text("quoteAsset", instrument.quote())
        .text("marginAsset", instrument.quote())
        .number("pricePrecision", instrument.priceDecimals())
        .number("quantityPrecision", instrument.quantityDecimals())
        .number("baseAssetPrecision", 8)
        .number("quotePrecision", 8)
        .text("underlyingType", "COIN")
        .array("underlyingSubType")
        .close();
    filters(listing, "MIN_NOTIONAL", "notional");
    out.array("orderTypes").text("LIMIT").text("MARKET").close().end();
  }

  private void filters(Listing listing, String notionalFilter, String notional) {
    int priceShown = listing.priceShown();
    int quantityShown = listing.quantityShown();
    out.array("filters").object().text("filterType", "PRICE_FILTER");
    out.decimal("minPrice", 1, listing.priceScale(), priceShown);
    out.decimal("maxPrice", 1_000_000, 0, priceShown);
    out.decimal("tickSize", 1, listing.priceScale(), priceShown).end();
    out.object().text("filterType", "LOT_SIZE");
    out.decimal("minQty", 1, listing.quantityScale(), quantityShown);
    out.decimal("maxQty", 9_000_000, 0, quantityShown);
    out.decimal("stepSize", 1, listing.quantityScale(), quantityShown).end();
    out.object().text("filterType", notionalFilter).text(notional, "5").end().close();
  }

  String depth(Listing listing, int limit) {
    OrderBook book = listing.symbol().book();
    out.object().number("lastUpdateId", venue.updateId(book.lastUpdateId()));
    if (!spot) {
      long time = listing.stamp(Channel.BOOK);
      out.number("E", time).number("T", time);
    }
    levels(listing, "bids", book.bids(), limit);
    levels(listing, "asks", book.asks(), limit);
    return out.end().take();
  }

  private void levels(Listing listing, String name, BookSide side, int limit) {
    out.array(name);
    for (int level = 0; level < Math.min(limit, side.size()); level++) {
      listing.level(out, side.price(level), side.quantity(level));
    }
    out.close();
  }

  String klines(Listing listing, BarInterval interval, List<Bar> bars) {
    out.array();
    for (Bar bar : bars) {
      out.array().number(bar.openTime());
      listing.price(out, bar.open());
      listing.price(out, bar.high());
      listing.price(out, bar.low());
      listing.price(out, bar.close());
      listing.quantity(out, bar.volume());
      out.number(bar.openTime() + interval.millis() - 1);
      listing.turnover(out, bar.turnover(), bar.volume());
      out.number(bar.trades());
      listing.quantity(out, bar.buyVolume());
      listing.turnover(out, bar.buyTurnover(), bar.buyVolume());
      out.text("0").close();
    }
    return out.close().take();
  }

  String day(Listing listing) {
    writeDay(listing);
    return out.take();
  }

  String days(List<Listing> listings) {
    out.array();
    listings.forEach(this::writeDay);
    return out.close().take();
  }

  private void writeDay(Listing listing) {
    Day day = Day.of(listing.symbol());
    OrderBook book = listing.symbol().book();
    out.object().text("symbol", listing.name());
    BinanceTicker.change(
        listing, out, day, "priceChange", "priceChangePercent", "weightedAvgPrice");
    if (spot) {
      listing.price(out, "prevClosePrice", day.open());
    }
    listing.price(out, "lastPrice", day.last());
    listing.quantity(out, "lastQty", listing.symbol().lastQuantity());
    if (spot) {
      listing.price(out, "bidPrice", book.bestBid());
      listing.quantity(out, "bidQty", book.bids().quantity(0));
      listing.price(out, "askPrice", book.bestAsk());
      listing.quantity(out, "askQty", book.asks().quantity(0));
    }
    listing.price(out, "openPrice", day.open());
    listing.price(out, "highPrice", day.high());
    listing.price(out, "lowPrice", day.low());
    listing.quantity(out, "volume", day.volume());
    listing.turnover(out, "quoteVolume", day.turnover(), day.volume());
    out.number("openTime", day.openTime())
        .number("closeTime", listing.now())
        .number("firstId", day.firstTradeId())
        .number("lastId", day.lastTradeId())
        .number("count", day.trades())
        .end();
  }
}
