package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.OrderBook;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.Numerals;
import java.util.Collection;
import java.util.List;

/** Kraken's messages, but for the book, which has its own class. Numbers are bare. */
final class KrakenFrames {
  /** A trade and its time, ms since 1970. */
  record Timed(Print print, long time) {}

  private final Listing listing;
  private final JsonText out;
  private final IsoTime times;

  KrakenFrames(Listing listing, JsonText out, IsoTime times) {
    this.listing = listing;
    this.out = out;
    this.times = times;
  }

  static long minutes(BarInterval interval) {
    return interval.millis() / 60_000;
  }

  static JsonText head(JsonText out, String channel, String type) {
    return out.object().text("channel", channel).text("type", type);
  }

  String trades(String type, Collection<Timed> trades) {
    head(out, "trade", type).array("data");
    for (Timed trade : trades) {
      Print print = trade.print();
      out.object().text("symbol", listing.nativeName()).text("side", print.buy() ? "buy" : "sell");
      listing.price(out, "price", print.price());
      listing.quantity(out, "qty", print.quantity());
      out.text("ord_type", print.id() % 4 == 0 ? "limit" : "market")
          .number("trade_id", print.id())
          .text("timestamp", times.micros(trade.time()))
          .end();
    }
    return out.close().end().take();
  }

  String candles(String type, BarInterval interval, List<Bar> bars) {
    long now = listing.stamp(Channel.KLINE);
    head(out, "ohlc", type).text("timestamp", times.nanos(now)).array("data");
    for (Bar bar : bars) {
      out.object().text("symbol", listing.nativeName());
      listing.price(out, "open", bar.open());
      listing.price(out, "high", bar.high());
      listing.price(out, "low", bar.low());
      listing.price(out, "close", bar.close());
      out.number("trades", bar.trades());
      listing.quantity(out, "volume", bar.volume());
      listing.price(out, "vwap", listing.average(bar.turnover(), bar.volume()));
      out.text("interval_begin", times.nanos(bar.openTime()))
          .number("interval", minutes(interval))
          .text("timestamp", times.micros(bar.openTime() + interval.millis()))
          .end();
    }
    return out.close().end().take();
  }

  String ticker(String type) {
    OrderBook book = listing.symbol().book();
    Day day = listing.today();
    long last = listing.symbol().last();
    head(out, "ticker", type).array("data").object().text("symbol", listing.nativeName());
    listing.price(out, "bid", book.bestBid());
    listing.quantity(out, "bid_qty", book.bids().quantity(0));
    listing.price(out, "ask", book.bestAsk());
    listing.quantity(out, "ask_qty", book.asks().quantity(0));
    listing.price(out, "last", last);
    listing.quantity(out, "volume", day.volume());
    listing.price(out, "vwap", listing.average(day.turnover(), day.volume()));
    listing.price(out, "low", Math.min(day.low(), last));
    listing.price(out, "high", Math.max(day.high(), last));
    listing.change(out, "change", last - day.open());
    double percent = 100 * (listing.value((double) last) / listing.value((double) day.open()) - 1);
    return out.decimal(Numerals.BARE, "change_pct", Math.round(percent * 100), 2, 2)
        .text("timestamp", times.micros(listing.stamp(Channel.TICKER)))
        .end()
        .close()
        .end()
        .take();
  }
}
