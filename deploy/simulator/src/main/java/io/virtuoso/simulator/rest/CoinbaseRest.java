package io.virtuoso.simulator.rest;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.venue.Day;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.Numerals;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Coinbase Exchange's request interface: products, candles, statistics, books. */
final class CoinbaseRest implements VenueRest {
  private static final int REQUESTS_PER_SECOND = 10;
  private static final long SECOND = 1_000;
  private static final int MOST_BARS = 300;
  private static final Map<String, BarInterval> GRANULARITIES =
      Map.of("60", BarInterval.ONE_MINUTE, "300", BarInterval.FIVE_MINUTES);
  private static final Reply NOT_FOUND = error(404, "NotFound");

  private final Venue venue;
  private final JsonText out = new JsonText();
  private final IsoTime times = new IsoTime();
  private final PathLimit limits = new PathLimit(SECOND);
  private final UseMeter meter = new UseMeter();

  CoinbaseRest(Venue venue) {
    this.venue = venue;
  }

  @Override
  public Reply answer(Request request, long now) {
    meter.count("requests", REQUESTS_PER_SECOND, SECOND, 1, now);
    if (!limits.admit("", REQUESTS_PER_SECOND, now)) {
      return banned(429, now);
    }
    try {
      return Reply.of(200, route(request, now));
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
    return error(status == 0 ? 429 : status, "Public rate limit exceeded");
  }

  private String route(Request request, long now) {
    List<String> parts = List.of(request.path().substring(1).split("/", -1));
    if (parts.equals(List.of("time"))) {
      return out.object()
          .text("iso", times.micros(now))
          .document(
              "epoch",
              now / 1_000 + "." + Integer.toString(1_000 + (int) (now % 1_000)).substring(1))
          .end()
          .take();
    }
    if (!parts.getFirst().equals("products") || parts.size() > 3) {
      throw new Refusal(NOT_FOUND);
    }
    if (parts.size() == 1) {
      out.array();
      venue.listings().forEach(this::product);
      return out.close().take();
    }
    if (parts.equals(List.of("products", "stats"))) {
      return allStats();
    }
    Listing listing = listing(parts.get(1));
    return switch (parts.size() == 2 ? "" : parts.get(2)) {
      case "" -> {
        product(listing);
        yield out.take();
      }
      case "candles" -> candles(listing, request);
      case "stats" -> stats(listing);
      case "ticker" -> ticker(listing, now);
      case "book" -> book(listing, request, now);
      default -> throw new Refusal(NOT_FOUND);
    };
  }

  private Listing listing(String product) {
    Listing listing = venue.named(product);
    if (listing == null) {
      throw new Refusal(NOT_FOUND);
    }
    return listing;
  }

  private void product(Listing listing) {
    Instrument instrument = listing.symbol().instrument();
    out.object()
        .text("id", listing.nativeName())
        .text("base_currency", instrument.base())
        .text("quote_currency", instrument.quote())
        .decimal("quote_increment", 1, listing.priceScale(), listing.priceScale())
        .decimal("base_increment", 1, listing.quantityScale(), listing.quantityScale())
        .text("display_name", instrument.base() + "/" + instrument.quote())
        .text("min_market_funds", "1")
        .flag("margin_enabled", false)
        .flag("post_only", false)
        .flag("limit_only", false)
        .flag("cancel_only", false)
        .text("status", "online")
        .text("status_message", "")
        .flag("trading_disabled", false)
        .flag("fx_stablecoin", false)
        .text("max_slippage_percentage", "0.02000000")
        .flag("auction_mode", false)
        .text("high_bid_limit_percentage", "")
        .end();
  }

  /** Time in s, low, high, open, close, volume; a minute without a trade is not there. */
  private String candles(Listing listing, Request request) {
    BarInterval interval = GRANULARITIES.get(request.text("granularity", "60"));
    if (interval == null) {
      throw new Refusal(error(400, "Unsupported granularity"));
    }
    List<Bar> bars =
        Bars.between(
            listing.symbol().series(interval),
            time(request, "start"),
            time(request, "end"),
            10_000);
    List<Bar> traded = bars.stream().filter(bar -> bar.trades() > 0).toList();
    out.array();
    for (Bar bar : traded.reversed().subList(0, Math.min(MOST_BARS, traded.size()))) {
      out.array().number(bar.openTime() / 1_000);
      listing.price(out, Numerals.BARE_SHORT, bar.low());
      listing.price(out, Numerals.BARE_SHORT, bar.high());
      listing.price(out, Numerals.BARE_SHORT, bar.open());
      listing.price(out, Numerals.BARE_SHORT, bar.close());
      listing.quantity(out, Numerals.BARE_SHORT, bar.volume());
      out.close();
    }
    return out.close().take();
  }

  /** ISO 8601, or seconds since 1970; in ms. */
  private static OptionalLong time(Request request, String name) {
    OptionalLong seconds = request.number(name);
    if (seconds.isPresent()) {
      return OptionalLong.of(seconds.getAsLong() * 1_000);
    }
    String text = request.text(name);
    if (text == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Instant.parse(text).toEpochMilli());
    } catch (DateTimeException malformed) {
      throw new Refusal(error(400, "Invalid " + name));
    }
  }

  private String stats(Listing listing) {
    Day day = listing.today();
    out.object();
    listing.price(out, "open", day.open());
    listing.price(out, "high", day.high());
    listing.price(out, "low", day.low());
    listing.price(out, "last", day.last());
    listing.quantity(out, "volume", day.volume());
    listing.quantity(out, "volume_30day", 30 * day.volume());
    return out.end().take();
  }

  /** Of every product, and by length of time. */
  private String allStats() {
    out.object();
    for (Listing listing : venue.listings()) {
      Day day = listing.today();
      out.object(listing.nativeName()).object("stats_30day");
      listing.quantity(out, "volume", 30 * day.volume());
      out.end().object("stats_24hour");
      listing.price(out, "open", day.open());
      listing.price(out, "high", day.high());
      listing.price(out, "low", day.low());
      listing.quantity(out, "volume", day.volume());
      listing.price(out, "last", day.last());
      out.end().end();
    }
    return out.end().take();
  }

  private String ticker(Listing listing, long now) {
    OrderBook book = listing.symbol().book();
    Day day = listing.today();
    out.object();
    listing.price(out, "ask", book.bestAsk());
    listing.price(out, "bid", book.bestBid());
    listing.quantity(out, "volume", day.volume());
    out.number("trade_id", listing.symbol().lastTradeId());
    listing.price(out, "price", listing.symbol().last());
    listing.quantity(out, "size", listing.symbol().lastQuantity());
    return out.text("time", times.micros(now)).end().take();
  }

  private String book(Listing listing, Request request, long now) {
    OrderBook book = listing.symbol().book();
    int depth = request.text("level", "1").equals("2") ? Integer.MAX_VALUE : 1;
    out.object();
    side(listing, "bids", book.bids(), depth);
    side(listing, "asks", book.asks(), depth);
    return out.number("sequence", Venue.coinbaseSequence(listing))
        .text("time", times.micros(now))
        .end()
        .take();
  }

  private void side(Listing listing, String name, BookSide side, int depth) {
    out.array(name);
    for (int level = 0; level < Math.min(depth, side.size()); level++) {
      out.array();
      listing.price(out, side.price(level));
      listing.quantity(out, side.quantity(level));
      out.number(1).close();
    }
    out.close();
  }

  private static Reply error(int status, String message) {
    return Reply.of(status, new JsonText().object().text("message", message).end().take());
  }
}
