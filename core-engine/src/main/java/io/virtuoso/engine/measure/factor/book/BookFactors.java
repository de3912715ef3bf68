package io.virtuoso.engine.measure.factor.book;

import io.virtuoso.engine.market.book.BookView;
import io.virtuoso.engine.measure.factor.Factor;
import java.util.List;

/**
 * The order book of one symbol. Nothing is allocated after construction; an update costs the five
 * best levels a side, the deeper sums are taken when read. Owned by the symbol's thread.
 *
 * <p>The view given to {@link #onBook} is kept and read by the factors until the next {@link
 * #onBook} or {@link #onBookAbsent}: it may be one live object that changes, but must not change in
 * between. Without a live book every factor is absent at once; when it returns, everything that
 * compares books starts anew.
 *
 * <p>Time never goes back: an event older than the newest one of its kind counts at the newest
 * one's time, and so does a book without a time (REST snapshots). An impossible book is counted and
 * treated as absent, an impossible trade is counted and dropped.
 */
public final class BookFactors {
  /** Ms since the epoch, the year 2096; later stamps are errors. */
  private static final long LATEST_MS = 4_000_000_000_000L;

  private final LiveBook book = new LiveBook();
  private final DepthImbalance depthImbalance = new DepthImbalance(book);
  private final OrderFlowImbalance orderFlowImbalance = new OrderFlowImbalance(book);
  private final TopImbalance topImbalance = new TopImbalance(book);
  private final Microprice microprice = new Microprice(book);
  private final CostAsymmetry costAsymmetry = new CostAsymmetry(book);
  private final Absorption absorption = new Absorption(book);
  private final Flicker flicker = new Flicker(book);
  private final List<Factor> factors =
      List.of(
          depthImbalance, orderFlowImbalance, topImbalance, microprice, costAsymmetry, absorption);
  private long newestTradeMs = -1;
  private long dropped;

  /**
   * The book after an update.
   *
   * @param timeMs exchange clock, ms since the epoch; 0 when the message has none
   * @param view whole and uncrossed
   */
  public void onBook(long timeMs, BookView view) {
    long time = Math.max(timeMs, book.newestMs());
    if (time <= 0 || timeMs > LATEST_MS) {
      dropped++;
      return;
    }
    if (!book.take(time, view)) {
      dropped++;
      onBookAbsent();
      return;
    }
    orderFlowImbalance.onBook(time);
    topImbalance.onBook(time);
    microprice.onBook(time);
    absorption.onBook(time);
    flicker.onBook(time);
  }

  /** The book can no longer be trusted, for example between a gap and its resync. */
  public void onBookAbsent() {
    book.absent();
    orderFlowImbalance.restart();
    topImbalance.restart();
    microprice.restart();
    absorption.restart();
    flicker.restart();
  }

  /**
   * A match; tells absorption and cancelled from traded levels.
   *
   * @param timeMs exchange clock, ms since the epoch
   * @param price quote currency
   * @param quantity base currency
   * @param takerBuy whether the aggressor bought
   */
  public void onTrade(long timeMs, double price, double quantity, boolean takerBuy) {
    double notional = price * quantity;
    if (!(price > 0 && quantity > 0 && notional > 0 && notional <= 1e18)
        || timeMs <= 0
        || timeMs > LATEST_MS) {
      dropped++;
      return;
    }
    newestTradeMs = Math.max(newestTradeMs, timeMs);
    absorption.onTrade(newestTradeMs, takerBuy ? notional : -notional, notional);
    flicker.onTrade(price, quantity);
  }

  /** In the order of the documents. */
  public List<Factor> factors() {
    return factors;
  }

  /**
   * What the dimension's quality is multiplied by: 1 when no large order near the top was a
   * deception, towards 0 when most were. As of the newest book.
   */
  public double flickerQuality() {
    return flicker.quality();
  }

  /** Events that were not possible. */
  public long dropped() {
    return dropped;
  }
}
