package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.market.book.BookView;
import org.jspecify.annotations.Nullable;

/**
 * The book as of the last update, with a copy of its five best levels a side; a missing level has a
 * quantity of 0, its bid price is 0 and its ask price infinite.
 */
final class LiveBook {
  static final int TOP = 5;

  final double[] bidPrice = new double[TOP];
  final double[] bidQuantity = new double[TOP];
  final double[] askPrice = new double[TOP];
  final double[] askQuantity = new double[TOP];

  private @Nullable BookView view;
  private long sinceMs;
  private long newestMs = -1;

  /**
   * Copies the top levels.
   *
   * @return whether they are possible: both sides there, ordered, not crossed, positive and finite
   */
  boolean take(long timeMs, BookView next) {
    int bids = Math.min(next.bids(), TOP);
    int asks = Math.min(next.asks(), TOP);
    if (bids == 0 || asks == 0) {
      return false;
    }
    boolean possible = true;
    double previous = Double.POSITIVE_INFINITY;
    for (int i = 0; i < TOP; i++) {
      bidPrice[i] = i < bids ? next.bidPrice(i) : 0;
      bidQuantity[i] = i < bids ? next.bidQuantity(i) : 0;
      possible &= i >= bids || (bidPrice[i] < previous && possible(bidPrice[i], bidQuantity[i]));
      previous = bidPrice[i];
    }
    previous = bidPrice[0];
    for (int i = 0; i < TOP; i++) {
      askPrice[i] = i < asks ? next.askPrice(i) : Double.POSITIVE_INFINITY;
      askQuantity[i] = i < asks ? next.askQuantity(i) : 0;
      possible &= i >= asks || (askPrice[i] > previous && possible(askPrice[i], askQuantity[i]));
      previous = askPrice[i];
    }
    if (possible) {
      if (view == null) {
        sinceMs = timeMs;
      }
      view = next;
      newestMs = timeMs;
    }
    return possible;
  }

  private static boolean possible(double price, double quantity) {
    return price > 0 && price < 1e18 && quantity > 0 && quantity < 1e30;
  }

  void absent() {
    view = null;
  }

  boolean isLive() {
    return view != null;
  }

  /** Valid until the next update; null while there is no live book. */
  @Nullable BookView view() {
    return view;
  }

  /** Event time since which the book has been live without a break. */
  long sinceMs() {
    return sinceMs;
  }

  /** Event time of the newest update, or −1. */
  long newestMs() {
    return newestMs;
  }

  /** Quote currency. */
  double mid() {
    return bidPrice[0] + (askPrice[0] - bidPrice[0]) / 2;
  }

  /** Quote currency. */
  double spread() {
    return askPrice[0] - bidPrice[0];
  }
}
