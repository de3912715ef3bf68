package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.venue.BybitTicker;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Bybit's results, newest first. */
final class BybitBodies {
  private static final long LAUNCHED = 1_584_230_400_000L;

  private final Venue venue;
  private final JsonText out;

  BybitBodies(Venue venue, JsonText out) {
    this.venue = venue;
    this.out = out;
  }

  /** As requests and answers name it. */
  String category() {
    return venue.id() == VenueId.BYBIT_SPOT ? "spot" : "linear";
  }

  String instruments(List<Listing> listings) {
    boolean spot = venue.id() == VenueId.BYBIT_SPOT;
    out.object().text("category", category()).array("list");
    listings.forEach(spot ? this::spotInstrument : this::instrument);
    return out.close().text("nextPageCursor", "").end().take();
  }

  private void spotInstrument(Listing listing) {
    Instrument instrument = listing.symbol().instrument();
    int price = listing.priceScale();
    int quantity = listing.quantityScale();
    out.object()
        .text("symbol", instrument.symbol())
        .text("baseCoin", instrument.base())
        .text("quoteCoin", instrument.quote())
        .text("innovation", "0")
        .text("status", "Trading")
        .text("marginTrading", "utaOnly")
        .object("lotSizeFilter")
        .decimal("basePrecision", 1, quantity, quantity)
        .decimal("quotePrecision", 1, price + quantity, price + quantity)
        .decimal("minOrderQty", 1, quantity, quantity)
        .decimal("maxOrderQty", 9_000_000, 0, quantity)
        .text("minOrderAmt", "5")
        .text("maxOrderAmt", "1000000")
        .end()
        .object("priceFilter")
        .decimal("tickSize", 1, price, price)
        .end()
        .end();
  }

  private void instrument(Listing listing) {
    Instrument instrument = listing.symbol().instrument();
    int price = listing.priceScale();
    int quantity = listing.quantityScale();
    out.object()
        .text("symbol", instrument.symbol())
        .text("contractType", "LinearPerpetual")
        .text("status", "Trading")
        .text("baseCoin", instrument.base())
        .text("quoteCoin", instrument.quote())
        .text("launchTime", Long.toString(LAUNCHED))
        .text("deliveryTime", "0")
        .text("deliveryFeeRate", "")
        .text("priceScale", Integer.toString(price))
        .object("leverageFilter")
        .text("minLeverage", "1")
        .text("maxLeverage", "100.00")
        .text("leverageStep", "0.01")
        .end()
        .object("priceFilter")
        .decimal("minPrice", 1, price, price)
        .decimal("maxPrice", 1_999_999, 0, price)
        .decimal("tickSize", 1, price, price)
        .end()
        .object("lotSizeFilter")
        .decimal("maxOrderQty", 9_000_000, 0, quantity)
        .decimal("minOrderQty", 1, quantity, quantity)
        .decimal("qtyStep", 1, quantity, quantity)
        .text("minNotionalValue", "5")
        .end()
        .flag("unifiedMarginTrade", true)
        .number("fundingInterval", 480)
        .text("settleCoin", instrument.quote())
        .end();
  }

  String tickers(List<Listing> listings) {
    out.object().text("category", category()).array("list");
    for (Listing listing : listings) {
      out.object();
      new BybitTicker(listing, new JsonText()).listed().forEach(out::document);
      out.end();
    }
    return out.close().end().take();
  }

  String book(Listing listing, int limit) {
    OrderBook book = listing.symbol().book();
    long time = listing.stamp(Channel.BOOK);
    out.object().text("s", listing.name());
    levels(listing, "b", book.bids(), limit);
    levels(listing, "a", book.asks(), limit);
    return out.number("ts", time)
        .number("u", venue.bookMessages(listing))
        .number("seq", venue.sequence(listing))
        .number("cts", time)
        .end()
        .take();
  }

  private void levels(Listing listing, String name, BookSide side, int limit) {
    out.array(name);
    for (int level = 0; level < Math.min(limit, side.size()); level++) {
      listing.level(out, side.price(level), side.quantity(level));
    }
    out.close();
  }

  String klines(Listing listing, List<Bar> bars) {
    out.object().text("category", category()).text("symbol", listing.name()).array("list");
    for (Bar bar : bars.reversed()) {
      out.array().text(Long.toString(bar.openTime()));
      listing.price(out, bar.open());
      listing.price(out, bar.high());
      listing.price(out, bar.low());
      listing.price(out, bar.close());
      listing.quantity(out, bar.volume());
      listing.turnover(out, bar.turnover(), bar.volume());
      out.close();
    }
    return out.close().end().take();
  }

  String openInterest(Listing listing, Bars.Period period, Request request) {
    out.object().text("symbol", listing.name()).text("category", category());
    return page(
        bars(listing, period, request),
        request,
        200,
        bar ->
            out.object()
                // Both sides are added up, as on the real exchange.
                .real("openInterest", 2 * bar.openInterest(), listing.quantityScale())
                .text("timestamp", Long.toString(bar.openTime() + period.interval().millis()))
                .end());
  }

  String accountRatio(Listing listing, Bars.Period period, Request request) {
    out.object();
    return page(
        bars(listing, period, request),
        request,
        500,
        bar ->
            out.object()
                .text("symbol", listing.name())
                .real("buyRatio", bar.longShare(), 4)
                .real("sellRatio", 1 - bar.longShare(), 4)
                .text("timestamp", Long.toString(bar.openTime() + period.interval().millis()))
                .end());
  }

  String fundings(Listing listing, Request request) {
    List<Positioning.Funding> found = new ArrayList<>(listing.symbol().positioning().fundings());
    found.removeIf(funding ->
        funding.time() < request.number("startTime").orElse(Long.MIN_VALUE)
            || funding.time() > request.number("endTime").orElse(Long.MAX_VALUE));
    out.object().text("category", category()).array("list");
    found.reversed().stream()
        .limit(request.limit(200, 200))
        .forEach(funding ->
            out.object()
                .text("symbol", listing.name())
                .real("fundingRate", funding.rate(), 8)
                .text("fundingRateTimestamp", Long.toString(funding.time()))
                .end());
    return out.close().end().take();
  }

  private static List<Bar> bars(Listing listing, Bars.Period period, Request request) {
    return Bars.at(
        listing.symbol(),
        period,
        request.number("startTime"),
        request.number("endTime"),
        Integer.MAX_VALUE);
  }

  /** One page, newest first; the cursor is the number of rows before it. */
  private String page(List<Bar> bars, Request request, int most, Consumer<Bar> row) {
    int limit = request.limit(50, most);
    int skipped = Math.clamp(request.number("cursor").orElse(0), 0, bars.size());
    out.array("list");
    bars.reversed().stream().skip(skipped).limit(limit).forEach(row);
    int next = skipped + limit;
    return out.close()
        .text("nextPageCursor", next < bars.size() ? Integer.toString(next) : "")
        .end()
        .take();
  }
}
