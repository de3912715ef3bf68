package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.OkxBars;
import io.virtuoso.simulator.venue.OkxTicker;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** OKX's data, newest first. Of two times given, {@code after} is the later bound. */
final class OkxBodies {
  private static final String LISTED = "1573557408000";

  private final JsonText out;

  OkxBodies(JsonText out) {
    this.out = out;
  }

  private String list(List<Listing> listings, Consumer<Listing> writer) {
    out.array();
    for (Listing listing : listings) {
      out.object();
      writer.accept(listing);
      out.end();
    }
    return out.close().take();
  }

  String instruments(List<Listing> listings) {
    return list(listings, this::instrument);
  }

  private void instrument(Listing listing) {
    boolean spot = listing.venue() == VenueId.OKX;
    Instrument instrument = listing.symbol().instrument();
    String family = instrument.base() + "-" + instrument.quote();
    out.text("alias", "")
        .text("auctionEndTime", "")
        .text("baseCcy", spot ? instrument.base() : "")
        .text("category", "1")
        .text("ctMult", spot ? "" : "1")
        .text("ctType", spot ? "" : "linear");
    if (spot) {
      out.text("ctVal", "");
    } else {
      out.document("ctVal", '"' + listing.contractText() + '"');
    }
    out.text("ctValCcy", spot ? "" : instrument.base())
        .text("expTime", "")
        .text("instFamily", spot ? "" : family)
        .text("instId", listing.nativeName())
        .text("instType", spot ? "SPOT" : "SWAP")
        .text("lever", spot ? "10" : "100")
        .text("listTime", LISTED)
        .decimal("lotSz", 1, listing.quantityScale(), listing.quantityScale())
        .text("maxLmtSz", "100000000")
        .text("maxMktSz", "1000000")
        .decimal("minSz", 1, listing.quantityScale(), listing.quantityScale())
        .text("optType", "")
        .text("quoteCcy", spot ? instrument.quote() : "")
        .text("ruleType", "normal")
        .text("settleCcy", spot ? "" : instrument.quote())
        .text("state", "live")
        .text("stk", "")
        .decimal("tickSz", 1, listing.priceScale(), listing.priceScale())
        .text("uly", spot ? "" : family);
  }

  String tickers(List<Listing> listings) {
    return list(listings, listing -> new OkxTicker(listing).write(out));
  }

  String openInterest(List<Listing> listings) {
    return list(listings, listing -> OkxBars.openInterest(listing, out));
  }

  String book(Listing listing, int size) {
    OrderBook book = listing.symbol().book();
    out.array().object();
    levels(listing, "asks", book.asks(), size);
    levels(listing, "bids", book.bids(), size);
    return out.text("ts", Long.toString(listing.stamp(Channel.BOOK))).end().close().take();
  }

  private void levels(Listing listing, String name, BookSide side, int size) {
    out.array(name);
    for (int level = 0; level < Math.min(size, side.size()); level++) {
      out.array();
      listing.price(out, side.price(level));
      listing.quantity(out, side.quantity(level));
      out.text("0").text("1").close();
    }
    out.close();
  }

  String candles(Listing listing, BarInterval interval, Request request, int limit) {
    BarSeries series = listing.symbol().series(interval);
    long open = series.current().openTime();
    out.array();
    for (Bar bar : newest(Bars.between(series, from(request), to(request), 10_000), limit)) {
      OkxBars.candle(listing, out, bar, bar.openTime() != open);
    }
    return out.close().take();
  }

  private static OptionalLong from(Request request) {
    return later(request.number("before"), 1);
  }

  private static OptionalLong to(Request request) {
    return later(request.number("after"), -1);
  }

  private static OptionalLong later(OptionalLong time, long by) {
    return time.isPresent() ? OptionalLong.of(time.getAsLong() + by) : time;
  }

  private static <T> List<T> newest(List<T> oldestFirst, int limit) {
    return oldestFirst.reversed().subList(0, Math.min(limit, oldestFirst.size()));
  }

  String fundings(Listing listing, Request request) {
    List<Positioning.Funding> found = new ArrayList<>(listing.symbol().positioning().fundings());
    found.removeIf(funding ->
        funding.time() < from(request).orElse(Long.MIN_VALUE)
            || funding.time() > to(request).orElse(Long.MAX_VALUE));
    out.array();
    for (Positioning.Funding funding : newest(found, request.limit(100, 400))) {
      out.object()
          .text("instType", "SWAP")
          .text("instId", listing.nativeName())
          .real("fundingRate", funding.rate(), 8)
          .real("realizedRate", funding.rate(), 8)
          .text("fundingTime", Long.toString(funding.time()))
          .text("method", "current_period")
          .end();
    }
    return out.close().take();
  }

  /** Rows of time, contracts, base currency, quote currency. */
  String openInterestHistory(Listing listing, Bars.Period period, Request request) {
    int decimals = listing.symbol().instrument().quantityDecimals();
    out.array();
    for (Bar bar : statistics(listing, period, request)) {
      double value = bar.openInterest() * listing.value((double) bar.close());
      row(bar, period)
          .real(bar.openInterest() / listing.contractValue(), 2)
          .real(bar.openInterest(), decimals)
          .real(value, 2)
          .close();
    }
    return out.close().take();
  }

  /** Rows of time, accounts long to accounts short. */
  String ratios(Listing listing, Bars.Period period, Request request) {
    out.array();
    for (Bar bar : statistics(listing, period, request)) {
      row(bar, period).real(bar.longShare() / (1 - bar.longShare()), 4).close();
    }
    return out.close().take();
  }

  private JsonText row(Bar bar, Bars.Period period) {
    return out.array().text(Long.toString(bar.openTime() + period.interval().millis()));
  }

  private static List<Bar> statistics(Listing listing, Bars.Period period, Request request) {
    List<Bar> bars =
        Bars.at(
            listing.symbol(),
            period,
            request.number("begin"),
            request.number("end"),
            Integer.MAX_VALUE);
    return newest(bars, request.limit(100, 100));
  }
}
