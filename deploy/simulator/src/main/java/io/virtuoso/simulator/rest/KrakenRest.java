package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.venue.Day;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.Numerals;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Kraken's request interface: pairs under their old names, candles, tickers, books. Errors come
 * with status 200; about one request a second is suffered for long.
 */
final class KrakenRest implements VenueRest {
  private static final int BURST = 15;

  /** One a second is suffered for ever. */
  private static final int SUFFERED = 10;

  private static final long SUFFERED_WINDOW = 10_000;
  private static final int MOST_BARS = 720;
  private static final int LOT_DECIMALS = 8;

  private final Venue venue;
  private final JsonText out = new JsonText();
  private final Map<String, Listing> byName = new HashMap<>();
  private final UseMeter meter = new UseMeter();
  private double counter;
  private long countedAt;

  KrakenRest(Venue venue) {
    this.venue = venue;
    for (Listing listing : venue.listings()) {
      byName.put(listing.name(), listing);
      byName.put(listing.nativeName(), listing);
      byName.put(pair(listing), listing);
      byName.put(oldBase(listing) + "/" + listing.symbol().instrument().quote(), listing);
    }
  }

  private static String oldBase(Listing listing) {
    String base = listing.symbol().instrument().base();
    return switch (base) {
      case "BTC" -> "XBT";
      case "DOGE" -> "XDG";
      default -> base;
    };
  }

  private static String pair(Listing listing) {
    return oldBase(listing) + listing.symbol().instrument().quote();
  }

  @Override
  public Reply answer(Request request, long now) {
    meter.count("requests", SUFFERED, SUFFERED_WINDOW, 1, now);
    counter = Math.max(0, counter - Math.max(0, now - countedAt) / 1_000.0);
    countedAt = now;
    if (counter + 1 > BURST) {
      return banned(200, now);
    }
    counter++;
    try {
      return Reply.of(200, "{\"error\":[],\"result\":" + route(request, now) + "}");
    } catch (Refusal refusal) {
      return refusal.reply();
    }
  }

  @Override
  public UseMeter meter() {
    return meter;
  }

  @Override
  public Reply banned(int status, long until) {
    return error(status == 0 ? 200 : status, "EGeneral:Too many requests");
  }

  private String route(Request request, long now) {
    return switch (request.path()) {
      case "/0/public/Time" -> "{\"unixtime\":" + now / 1_000 + "}";
      case "/0/public/AssetPairs" -> pairs(request);
      case "/0/public/OHLC" -> candles(request);
      case "/0/public/Ticker" -> tickers(request);
      case "/0/public/Depth" -> depth(request, now);
      default -> throw new Refusal(error(200, "EGeneral:Unknown method"));
    };
  }

  private List<Listing> chosen(Request request) {
    String pairs = request.text("pair");
    return pairs == null
        ? venue.listings()
        : List.of(pairs.split(",", -1)).stream().map(this::listing).toList();
  }

  private Listing listing(String name) {
    Listing listing = byName.get(name);
    if (listing == null || venue.listing(listing.name()) == null) {
      throw new Refusal(error(200, "EQuery:Unknown asset pair"));
    }
    return listing;
  }

  private String pairs(Request request) {
    out.object();
    for (Listing listing : chosen(request)) {
      Instrument instrument = listing.symbol().instrument();
      out.object(pair(listing))
          .text("altname", pair(listing))
          .text("wsname", oldBase(listing) + "/" + instrument.quote())
          .text("aclass_base", "currency")
          .text("base", "X" + oldBase(listing))
          .text("aclass_quote", "currency")
          .text("quote", instrument.quote())
          .text("lot", "unit")
          .number("cost_decimals", 5)
          .number("pair_decimals", listing.priceScale())
          .number("lot_decimals", LOT_DECIMALS)
          .number("lot_multiplier", 1)
          .text("ordermin", "0.00005")
          .text("costmin", "0.5")
          .decimal("tick_size", 1, listing.priceScale(), listing.priceScale())
          .text("status", "online")
          .end();
    }
    return out.end().take();
  }

  /** Oldest first, the bar of now last; {@code last} is the newest that is closed. */
  private String candles(Request request) {
    Listing listing = listing(request.text("pair", ""));
    BarInterval interval = BarInterval.ofMinutes(request.text("interval", "1"));
    if (interval == null) {
      throw new Refusal(error(200, "EGeneral:Invalid arguments:interval"));
    }
    OptionalLong since = request.number("since");
    BarSeries series = listing.symbol().series(interval);
    List<Bar> bars =
        Bars.between(series, OptionalLong.empty(), OptionalLong.empty(), MOST_BARS).stream()
            .filter(bar -> bar.openTime() / 1_000 > since.orElse(Long.MIN_VALUE))
            .toList();
    out.object().array(pair(listing));
    for (Bar bar : bars) {
      out.array().number(bar.openTime() / 1_000);
      price(listing, bar.open());
      price(listing, bar.high());
      price(listing, bar.low());
      price(listing, bar.close());
      price(listing, listing.average(bar.turnover(), bar.volume()));
      quantity(listing, bar.volume());
      out.number(bar.trades()).close();
    }
    return out.close()
        .number("last", series.size() == 0 ? 0 : series.closed(0).openTime() / 1_000)
        .end()
        .take();
  }

  private String tickers(Request request) {
    out.object();
    for (Listing listing : chosen(request)) {
      OrderBook book = listing.symbol().book();
      Day day = listing.today();
      out.object(pair(listing));
      best(listing, "a", book.bestAsk(), book.asks().quantity(0));
      best(listing, "b", book.bestBid(), book.bids().quantity(0));
      out.array("c");
      price(listing, listing.symbol().last());
      quantity(listing, listing.symbol().lastQuantity());
      out.close().array("v");
      quantity(listing, day.volume());
      quantity(listing, day.volume());
      out.close().array("p");
      price(listing, listing.average(day.turnover(), day.volume()));
      price(listing, listing.average(day.turnover(), day.volume()));
      out.close().array("t").number(day.trades()).number(day.trades()).close();
      twice(listing, "l", day.low());
      twice(listing, "h", day.high());
      listing.price(out, Numerals.FIXED, "o", day.open());
      out.end();
    }
    return out.end().take();
  }

  private void best(Listing listing, String name, long price, long quantity) {
    out.array(name);
    price(listing, price);
    out.text("1");
    quantity(listing, quantity);
    out.close();
  }

  private void twice(Listing listing, String name, long price) {
    out.array(name);
    price(listing, price);
    price(listing, price);
    out.close();
  }

  private String depth(Request request, long now) {
    Listing listing = listing(request.text("pair", ""));
    int count = Math.clamp(request.number("count").orElse(100), 1, 500);
    OrderBook book = listing.symbol().book();
    out.object().object(pair(listing));
    side(listing, "asks", book.asks(), count, now);
    side(listing, "bids", book.bids(), count, now);
    return out.end().end().take();
  }

  private void side(Listing listing, String name, BookSide side, int count, long now) {
    out.array(name);
    for (int level = 0; level < Math.min(count, side.size()); level++) {
      out.array();
      price(listing, side.price(level));
      quantity(listing, side.quantity(level));
      out.number(now / 1_000).close();
    }
    out.close();
  }

  /** Requests have quoted numbers. */
  private void price(Listing listing, long ticks) {
    listing.price(out, Numerals.FIXED, ticks);
  }

  private void quantity(Listing listing, long lots) {
    listing.quantity(out, Numerals.FIXED, lots);
  }

  private static Reply error(int status, String reason) {
    return Reply.of(
        status, new JsonText().object().array("error").text(reason).close().end().take());
  }
}
