package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Scale;
import io.virtuoso.engine.event.Side;
import java.math.BigDecimal;

/**
 * A level-2 book, exact in ticks and lots, readable as doubles through {@link BookView}.
 *
 * <p>Knows no sequence: {@link SequencedBook} decides what may be applied. At most {@link #LIMIT}
 * levels a side are kept; the ones farthest from the best price give way and are counted.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class OrderBook implements BookView {
  /** Levels kept a side. */
  public static final int LIMIT = 20_000;

  final Ladder bids;
  final Ladder asks;
  private int priceScale;
  private int quantityScale;

  /** An empty book in the scales that the instrument has now. */
  public OrderBook(Instrument instrument) {
    this(instrument, LIMIT);
  }

  OrderBook(Instrument instrument, int limit) {
    bids = Ladder.ofBids(limit);
    asks = Ladder.ofAsks(limit);
    priceScale = instrument.priceScale();
    quantityScale = instrument.quantityScale();
  }

  /**
   * Sets the size at a price; 0 removes the level.
   *
   * @param priceTicks in this book's scale
   * @param quantityLots in this book's scale
   */
  public void set(Side side, long priceTicks, long quantityLots) {
    ladder(side).set(priceTicks, quantityLots);
  }

  /** Removes the level, if it is there. */
  public void remove(Side side, long priceTicks) {
    ladder(side).set(priceTicks, 0);
  }

  /** Applies every level of the message, counted in this book's scale. */
  public void apply(BookUpdate update) {
    bids.apply(update.bids);
    asks.apply(update.asks);
  }

  /** Forgets all levels and takes those of the message, in the scale of its instrument. */
  public void replace(BookUpdate update) {
    priceScale = update.instrument.priceScale();
    quantityScale = update.instrument.quantityScale();
    bids.replace(update.bids);
    asks.replace(update.asks);
  }

  /** Forgets all but the best {@code depth} levels of each side. */
  public void truncate(int depth) {
    bids.truncate(depth);
    asks.truncate(depth);
  }

  public void clear() {
    bids.clear();
    asks.clear();
  }

  /**
   * Counts on in the scales of the instrument, if they have grown.
   *
   * @throws ArithmeticException when a level does not fit; the book is empty then
   */
  public void rescale(Instrument instrument) {
    if (instrument.priceScale() == priceScale && instrument.quantityScale() == quantityScale) {
      return;
    }
    long price = Scale.power(instrument.priceScale() - priceScale);
    long quantity = Scale.power(instrument.quantityScale() - quantityScale);
    priceScale = instrument.priceScale();
    quantityScale = instrument.quantityScale();
    try {
      bids.rescale(price, quantity);
      asks.rescale(price, quantity);
    } catch (ArithmeticException e) {
      clear();
      throw e;
    }
  }

  int priceScale() {
    return priceScale;
  }

  int quantityScale() {
    return quantityScale;
  }

  /** Whether the best bid reaches the best ask. */
  public boolean isCrossed() {
    return bids.size() > 0 && asks.size() > 0 && bids.price(0) >= asks.price(0);
  }

  /** Whether applying the message would change nothing. */
  public boolean holds(BookUpdate update) {
    return holds(bids, update.bids) && holds(asks, update.asks);
  }

  public int levels(Side side) {
    return ladder(side).size();
  }

  /** Ticks; {@code i} counts from 0, the best. */
  public long ticks(Side side, int i) {
    return ladder(side).price(i);
  }

  /** Lots; {@code i} counts from 0, the best. */
  public long lots(Side side, int i) {
    return ladder(side).quantity(i);
  }

  /** Quote currency, exact; {@code i} counts from 0, the best. */
  public BigDecimal price(Side side, int i) {
    return BigDecimal.valueOf(ticks(side, i), priceScale);
  }

  /** Base currency, exact; {@code i} counts from 0, the best. */
  public BigDecimal quantity(Side side, int i) {
    return BigDecimal.valueOf(lots(side, i), quantityScale);
  }

  /** Far levels that did not fit, both sides, since the book was made. */
  public long droppedLevels() {
    return bids.dropped() + asks.dropped();
  }

  @Override
  public int bids() {
    return bids.size();
  }

  @Override
  public int asks() {
    return asks.size();
  }

  @Override
  public double bidPrice(int i) {
    return bids.price(i, priceScale);
  }

  @Override
  public double bidQuantity(int i) {
    return bids.quantity(i, quantityScale);
  }

  @Override
  public double askPrice(int i) {
    return asks.price(i, priceScale);
  }

  @Override
  public double askQuantity(int i) {
    return asks.quantity(i, quantityScale);
  }

  /** For buffered levels, which are not in a message any more. */
  Ladder ladder(Side side) {
    return switch (side) {
      case BID -> bids;
      case ASK -> asks;
    };
  }

  private static boolean holds(Ladder ladder, BookUpdate.Levels levels) {
    for (int i = 0; i < levels.size(); i++) {
      if (ladder.quantityAt(levels.price(i)) != levels.quantity(i)) {
        return false;
      }
    }
    return true;
  }
}
