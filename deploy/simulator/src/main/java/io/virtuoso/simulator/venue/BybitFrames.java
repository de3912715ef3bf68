package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;

/** Bybit's messages, but for book and ticker, which have their own topics. */
final class BybitFrames {
  private final Listing listing;
  private final JsonText out;
  private final boolean spot;

  BybitFrames(Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    spot = listing.venue() == VenueId.BYBIT_SPOT;
  }

  /** Interval as topics and requests name it: minutes. */
  static String interval(BarInterval interval) {
    return Long.toString(interval.millis() / 60_000);
  }

  /** A counter that all topics of a symbol share, so that their messages can be ordered. */
  static long sequence(Listing listing) {
    return 50_000_000_000L + listing.symbol().book().lastUpdateId() * 4;
  }

  String trades(String topic, List<Print> prints) {
    long time = listing.stamp(Channel.TRADE);
    long sequence = sequence(listing);
    head(out, listing, topic, "snapshot", time).array("data");
    for (Print print : prints) {
      out.object()
          .number("T", time)
          .text("s", listing.name())
          .text("S", print.buy() ? "Buy" : "Sell");
      listing.quantity(out, "v", print.quantity());
      listing.price(out, "p", print.price());
      out.text("L", listing.symbol().upTick() ? "PlusTick" : "MinusTick")
          .text("i", spot ? spotId(print.id()) : Uuid.of(listing.name(), print.id()))
          .flag("BT", false)
          .flag("RPI", false)
          .number("seq", sequence)
          .end();
    }
    return out.close().end().take();
  }

  /** Digits, growing, with steps of their own. */
  private static String spotId(long id) {
    return Long.toString(2_290_000_000_000_000_000L + 7 * id);
  }

  /** What every message begins with; spot puts the time first. */
  static JsonText head(JsonText out, Listing listing, String topic, String type, long time) {
    out.object().text("topic", topic);
    return listing.venue() == VenueId.BYBIT_SPOT
        ? out.number("ts", time).text("type", type)
        : out.text("type", type).number("ts", time);
  }

  String candle(String topic, BarInterval interval, Bar bar, boolean closed) {
    long time = listing.stamp(Channel.KLINE);
    out.object()
        .text("topic", topic)
        .array("data")
        .object()
        .number("start", bar.openTime())
        .number("end", bar.openTime() + interval.millis() - 1)
        .text("interval", interval(interval));
    listing.price(out, "open", bar.open());
    listing.price(out, "close", bar.close());
    listing.price(out, "high", bar.high());
    listing.price(out, "low", bar.low());
    listing.quantity(out, "volume", bar.volume());
    listing.turnover(out, "turnover", bar.turnover(), bar.volume());
    return out.flag("confirm", closed)
        .number("timestamp", time)
        .end()
        .close()
        .number("ts", time)
        .text("type", "snapshot")
        .end()
        .take();
  }

  /** {@code S} is the side of the position, {@code p} the bankruptcy price. */
  String liquidations(String topic, List<Forced> all) {
    out.object()
        .text("topic", topic)
        .text("type", "snapshot")
        .number("ts", listing.stamp(Channel.LIQUIDATION))
        .array("data");
    for (Forced forced : all) {
      out.object()
          .number("T", forced.time())
          .text("s", listing.name())
          .text("S", forced.longClosed() ? "Buy" : "Sell");
      listing.quantity(out, "v", forced.quantity());
      listing.price(out, "p", forced.price());
      out.end();
    }
    return out.close().end().take();
  }
}
