package io.virtuoso.simulator.venue;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.simulator.wire.JsonText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A client's book, kept the slow and obvious way. */
final class NaiveBook {
  private final NavigableMap<BigDecimal, BigDecimal> bids =
      new TreeMap<>(Comparator.reverseOrder());
  private final NavigableMap<BigDecimal, BigDecimal> asks = new TreeMap<>();

  void clear() {
    bids.clear();
    asks.clear();
  }

  void apply(JsonNode bidLevels, JsonNode askLevels) {
    bidLevels.forEach(level -> set(bids, level));
    askLevels.forEach(level -> set(asks, level));
  }

  private static void set(NavigableMap<BigDecimal, BigDecimal> side, JsonNode level) {
    BigDecimal price = new BigDecimal(level.get(0).asText());
    BigDecimal quantity = new BigDecimal(level.get(1).asText());
    if (quantity.signum() == 0) {
      side.remove(price);
    } else {
      side.put(price, quantity);
    }
  }

  boolean crossed() {
    return bids.firstKey().compareTo(asks.firstKey()) >= 0;
  }

  /** The best levels of both sides as text, for comparison. */
  List<String> levels(int depth) {
    List<String> levels = new ArrayList<>();
    bids.entrySet().stream()
        .limit(depth)
        .forEach(level -> levels.add("bid " + text(level.getKey(), level.getValue())));
    asks.entrySet().stream()
        .limit(depth)
        .forEach(level -> levels.add("ask " + text(level.getKey(), level.getValue())));
    return levels;
  }

  /** What the exchange itself says. */
  static List<String> truth(Listing listing, int depth) {
    NaiveBook book = new NaiveBook();
    JsonText out = new JsonText();
    out.object().array("b");
    var bids = listing.symbol().book().bids();
    for (int level = 0; level < bids.size(); level++) {
      listing.level(out, bids.price(level), bids.quantity(level));
    }
    out.close().array("a");
    var asks = listing.symbol().book().asks();
    for (int level = 0; level < asks.size(); level++) {
      listing.level(out, asks.price(level), asks.quantity(level));
    }
    JsonNode levels = RecordingSubscriber.parse(out.close().end().take());
    book.apply(levels.get("b"), levels.get("a"));
    return book.levels(depth);
  }

  private static String text(BigDecimal price, BigDecimal quantity) {
    return price.stripTrailingZeros().toPlainString()
        + " x "
        + quantity.stripTrailingZeros().toPlainString();
  }
}
