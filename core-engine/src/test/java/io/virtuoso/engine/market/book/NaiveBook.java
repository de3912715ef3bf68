package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** The slow, obvious twin of {@link OrderBook}. */
final class NaiveBook {
  final TreeMap<Long, Long> bids = new TreeMap<>(Comparator.reverseOrder());
  final TreeMap<Long, Long> asks = new TreeMap<>();

  void set(Side side, long price, long quantity) {
    TreeMap<Long, Long> levels = side == Side.BID ? bids : asks;
    if (quantity == 0) {
      levels.remove(price);
    } else {
      levels.put(price, quantity);
    }
  }

  void apply(BookUpdate update) {
    if (update.kind != BookUpdate.Kind.DELTA) {
      bids.clear();
      asks.clear();
    }
    for (int i = 0; i < update.bids.size(); i++) {
      set(Side.BID, update.bids.price(i), update.bids.quantity(i));
    }
    for (int i = 0; i < update.asks.size(); i++) {
      set(Side.ASK, update.asks.price(i), update.asks.quantity(i));
    }
  }

  /** Forgets all but the best levels. */
  void truncate(int limit) {
    while (bids.size() > limit) {
      bids.pollLastEntry();
    }
    while (asks.size() > limit) {
      asks.pollLastEntry();
    }
  }

  /** Price and quantity of each level, best first. */
  List<List<Long>> levels(Side side) {
    List<List<Long>> levels = new ArrayList<>();
    (side == Side.BID ? bids : asks).forEach((price, size) -> levels.add(List.of(price, size)));
    return levels;
  }

  static List<List<Long>> levels(OrderBook book, Side side) {
    List<List<Long>> levels = new ArrayList<>();
    for (int i = 0; i < book.levels(side); i++) {
      levels.add(List.of(book.ticks(side, i), book.lots(side, i)));
    }
    return levels;
  }
}
