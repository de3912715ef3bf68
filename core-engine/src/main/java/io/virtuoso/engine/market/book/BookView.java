package io.virtuoso.engine.market.book;

/**
 * A whole, uncrossed book as doubles, best level first. Only ever handed out while the book is
 * live; a syncing book is absent to every reader.
 */
public interface BookView {
  /** How many bid levels there are. */
  int bids();

  /** How many ask levels there are. */
  int asks();

  /** Quote currency; {@code i} counts from 0, the best. */
  double bidPrice(int i);

  /** Base currency. */
  double bidQuantity(int i);

  /** Quote currency; {@code i} counts from 0, the best. */
  double askPrice(int i);

  /** Base currency. */
  double askQuantity(int i);
}
