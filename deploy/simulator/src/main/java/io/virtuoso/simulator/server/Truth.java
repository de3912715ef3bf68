package io.virtuoso.simulator.server;

import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.fault.FaultOrder;
import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What really happened, for tests to compare with: status, books, ledger. */
final class Truth {
  private static final int BARS = 60;

  private final Exchange exchange;
  private final Sessions sessions;
  private final long seed;
  private final JsonText out = new JsonText();

  Truth(Exchange exchange, Sessions sessions, long seed) {
    this.exchange = exchange;
    this.sessions = sessions;
    this.seed = seed;
  }

  String status() {
    out.object()
        .number("seed", seed)
        .number("time", exchange.market().now())
        .number("steps", exchange.market().steps())
        .number("symbols", exchange.market().symbols().size())
        .number("connectionsAccepted", sessions.accepted())
        .number("slowClientsCutOff", sessions.cutOff())
        .object("venues");
    for (VenueId id : VenueId.values()) {
      List<ClientSession> open = sessions.of(id);
      out.object(id.path())
          .number("connections", open.size())
          .number(
              "subscriptions",
              open.stream().mapToLong(session -> session.subscribed().size()).sum())
          .object("frames");
      exchange
          .venue(id)
          .frames()
          .byChannel()
          .forEach((channel, count) -> out.number(channel.word(), count));
      out.end().end();
    }
    out.end().object("faults").array("active");
    exchange.faults().active().forEach(this::writeFault);
    out.close().array("over");
    exchange.faults().over().forEach(this::writeFault);
    out.close().object("applied");
    Map<FaultKind, Long> totals = exchange.faults().totals();
    for (FaultKind kind : FaultKind.values()) {
      out.number(kind.word(), totals.getOrDefault(kind, 0L));
    }
    return out.end().end().end().take();
  }

  String fault(Fault fault) {
    writeFault(fault);
    return out.take();
  }

  private void writeFault(Fault fault) {
    FaultOrder order = fault.order();
    out.object().text("fault", order.kind().word());
    if (order.venue() != null) {
      out.text("venue", order.venue().path());
    }
    if (order.symbol() != null) {
      out.text("symbol", order.symbol());
    }
    if (order.channel() != null) {
      out.text("channel", order.channel().word());
    }
    if (order.count() > 0) {
      out.number("count", order.count());
    }
    if (order.kind() == FaultKind.DROP) {
      out.text("mode", order.mode().name().toLowerCase(Locale.ROOT));
    }
    out.number("since", fault.since());
    if (fault.until() != Long.MAX_VALUE) {
      out.number("until", fault.until());
    }
    out.number("applied", fault.applied()).end();
  }

  /** The book of {@code venue} and {@code symbol} as it is now, in the venue's decimals. */
  String book(Map<String, String> query) {
    Venue venue = venue(query);
    Listing listing = listing(venue, query);
    int depth = whole(query, "depth", 50, 1_000);
    OrderBook book = listing.symbol().book();
    out.object()
        .text("venue", venue.id().path())
        .text("symbol", listing.name())
        .number("time", listing.now())
        .number("lastUpdateId", venue.updateId(book.lastUpdateId()));
    levels(listing, "bids", book.bids(), depth);
    levels(listing, "asks", book.asks(), depth);
    return out.end().take();
  }

  private void levels(Listing listing, String name, BookSide side, int depth) {
    out.array(name);
    for (int level = 0; level < Math.min(depth, side.size()); level++) {
      listing.level(out, side.price(level), side.quantity(level));
    }
    out.close();
  }

  /** Closed minutes, oldest first, and counts of trades; of one symbol or all. */
  String ledger(Map<String, String> query) {
    Venue venue = venue(query);
    int limit = whole(query, "limit", BARS, 2_000);
    List<Listing> listings =
        query.containsKey("symbol") ? List.of(listing(venue, query)) : venue.listings();
    out.object()
        .text("venue", venue.id().path())
        .number("time", exchange.market().now())
        .array("symbols");
    for (Listing listing : listings) {
      BarSeries minutes = listing.symbol().series(BarInterval.ONE_MINUTE);
      out.object()
          .text("symbol", listing.name())
          .number("liveTrades", listing.symbol().liveTrades())
          .number("lastTradeId", listing.symbol().lastTradeId())
          .array("bars");
      for (int age = Math.min(limit, minutes.size()) - 1; age >= 0; age--) {
        writeBar(listing, minutes.closed(age));
      }
      out.close().end();
    }
    return out.close().end().take();
  }

  private void writeBar(Listing listing, Bar bar) {
    out.object().number("openTime", bar.openTime());
    listing.price(out, "open", bar.open());
    listing.price(out, "high", bar.high());
    listing.price(out, "low", bar.low());
    listing.price(out, "close", bar.close());
    listing.quantity(out, "volume", bar.volume());
    listing.turnover(out, "turnover", bar.turnover(), bar.volume());
    listing.quantity(out, "buyVolume", bar.buyVolume());
    out.number("trades", bar.trades())
        .number("firstTradeId", bar.firstTradeId())
        .number("lastTradeId", bar.lastTradeId())
        .end();
  }

  private Venue venue(Map<String, String> query) {
    String name = query.getOrDefault("venue", VenueId.BINANCE_SPOT.path());
    return exchange.venue(
        VenueId.of(name).orElseThrow(() -> new IllegalArgumentException("venue is not known")));
  }

  private static Listing listing(Venue venue, Map<String, String> query) {
    Listing listing = venue.listing(query.getOrDefault("symbol", ""));
    if (listing == null) {
      throw new IllegalArgumentException("symbol is missing or not listed");
    }
    return listing;
  }

  private static int whole(Map<String, String> query, String name, int fallback, int most) {
    String text = query.get(name);
    if (text == null) {
      return fallback;
    }
    if (!text.matches("\\d{1,6}") || Integer.parseInt(text) < 1) {
      throw new IllegalArgumentException(name + " must be a positive number");
    }
    return Math.min(most, Integer.parseInt(text));
  }
}
