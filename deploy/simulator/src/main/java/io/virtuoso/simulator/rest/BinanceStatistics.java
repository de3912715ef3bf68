package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Binance's answers about positions: open interest, funding, long and short accounts. */
final class BinanceStatistics {
  private final JsonText out;

  BinanceStatistics(JsonText out) {
    this.out = out;
  }

  String openInterest(Listing listing) {
    return out.object()
        .real(
            "openInterest", listing.symbol().positioning().openInterest(), listing.quantityScale())
        .text("symbol", listing.name())
        .number("time", listing.stamp(Channel.TICKER))
        .end()
        .take();
  }

  String premium(Listing listing) {
    writePremium(listing);
    return out.take();
  }

  String premiums(List<Listing> listings) {
    out.array();
    listings.forEach(this::writePremium);
    return out.close().take();
  }

  private void writePremium(Listing listing) {
    SymbolMarket symbol = listing.symbol();
    Positioning positioning = symbol.positioning();
    out.object()
        .text("symbol", listing.name())
        .real("markPrice", symbol.markPrice(), 8)
        .real("indexPrice", symbol.indexPrice(), 8)
        .real("estimatedSettlePrice", symbol.indexPrice(), 8)
        .real("lastFundingRate", positioning.fundingRate(), 8)
        .text("interestRate", "0.00010000")
        .number("nextFundingTime", positioning.nextFunding())
        .number("time", listing.stamp(Channel.MARK))
        .end();
  }

  String fundings(List<Listing> listings, Request request) {
    OptionalLong start = request.number("startTime");
    OptionalLong end = request.number("endTime");
    int limit = request.limit(100, 1_000);
    out.array();
    for (Listing listing : listings) {
      List<Positioning.Funding> found = new ArrayList<>(listing.symbol().positioning().fundings());
      found.removeIf(funding ->
          funding.time() < start.orElse(Long.MIN_VALUE)
              || funding.time() > end.orElse(Long.MAX_VALUE));
      int first = start.isPresent() ? 0 : Math.max(0, found.size() - limit);
      for (Positioning.Funding funding :
          found.subList(first, Math.min(found.size(), first + limit))) {
        out.object()
            .text("symbol", listing.name())
            // The real ones are paid some ms after the hour, and clients must live with it.
            .number("fundingTime", funding.time() + listing.symbol().index() % 8)
            .real("fundingRate", funding.rate(), 8)
            .real("markPrice", funding.markPrice(), 8)
            .end();
      }
    }
    return out.close().take();
  }

  String openInterestHistory(Listing listing, Bars.Period period, Request request) {
    out.array();
    for (Bar bar : bars(listing, period, request)) {
      out.object()
          .text("symbol", listing.name())
          .real("sumOpenInterest", bar.openInterest(), 8)
          .real("sumOpenInterestValue", bar.openInterest() * listing.value((double) bar.close()), 8)
          .number("timestamp", bar.openTime() + period.interval().millis())
          .end();
    }
    return out.close().take();
  }

  String longShort(Listing listing, Bars.Period period, Request request) {
    out.array();
    for (Bar bar : bars(listing, period, request)) {
      double share = bar.longShare();
      out.object()
          .text("symbol", listing.name())
          .real("longAccount", share, 4)
          .real("longShortRatio", share / (1 - share), 4)
          .real("shortAccount", 1 - share, 4)
          .number("timestamp", bar.openTime() + period.interval().millis())
          .end();
    }
    return out.close().take();
  }

  private static List<Bar> bars(Listing listing, Bars.Period period, Request request) {
    return Bars.at(
        listing.symbol(),
        period,
        request.number("startTime"),
        request.number("endTime"),
        request.limit(30, 500));
  }
}
