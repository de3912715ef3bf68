package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bybit's ticker stream: all fields for a new subscriber, then only those that changed; on spot all
 * of them every time.
 */
final class BybitTickerTopic {
  private final Listing listing;
  private final JsonText out;
  private final BybitTicker ticker;
  private final Stream stream;
  private Map<String, String> told = Map.of();

  BybitTickerTopic(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    this.out = out;
    ticker = new BybitTicker(listing, new JsonText());
    stream =
        venue.open("tickers." + listing.name(), listing, Channel.TICKER, Route.NONE, this::welcome);
  }

  private void welcome(Subscriber subscriber, boolean first) {
    if (first) {
      told = ticker.fields();
    }
    stream.tell(subscriber, message("snapshot", told));
  }

  void step(long steps) {
    if (stream.idle()
        || (steps + listing.symbol().index()) % BybitTicker.everySteps(listing.venue()) != 0) {
      return;
    }
    Map<String, String> now = ticker.fields();
    if (listing.venue() == VenueId.BYBIT_SPOT) {
      if (!now.equals(told)) {
        told = now;
        stream.publish(message("snapshot", now));
      }
      return;
    }
    LinkedHashMap<String, String> changed = new LinkedHashMap<>();
    now.forEach((name, value) -> {
      if (!value.equals(told.get(name))) {
        changed.put(name, value);
      }
    });
    told = now;
    if (!changed.isEmpty()) {
      changed.putFirst("symbol", '"' + listing.name() + '"');
      stream.publish(message("delta", changed));
    }
  }

  private String message(String type, Map<String, String> fields) {
    if (listing.venue() == VenueId.BYBIT_SPOT) {
      long time = listing.stamp(Channel.TICKER);
      BybitFrames.head(out, listing, stream.name(), type, time)
          .number("cs", BybitFrames.sequence(listing))
          .object("data");
      fields.forEach(out::document);
      return out.end().end().take();
    }
    out.object().text("topic", stream.name()).text("type", type).object("data");
    fields.forEach(out::document);
    return out.end()
        .number("cs", BybitFrames.sequence(listing))
        .number("ts", listing.stamp(Channel.TICKER))
        .end()
        .take();
  }
}
