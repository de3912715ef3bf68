package io.virtuoso.model.document;

import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.util.List;

/**
 * {@code book/{symbol}}: the best levels of one order book.
 *
 * @param state {@code live}, or {@code syncing} between a gap and the next snapshot: then the
 *     levels are empty
 * @param sequence the exchange's last applied update id
 * @param bidLevels how many levels the full book holds
 * @param askLevels how many levels the full book holds
 * @param bids best first, at most 50
 * @param asks best first, at most 50
 */
public record Book(
    Symbol symbol,
    String venue,
    String state,
    long sequence,
    int bidLevels,
    int askLevels,
    List<Level> bids,
    List<Level> asks) {
  public Book {
    bids = List.copyOf(bids);
    asks = List.copyOf(asks);
  }

  /**
   * All resting quantity at one price.
   *
   * @param price quote currency
   * @param quantity base currency
   */
  public record Level(BigDecimal price, BigDecimal quantity) {}
}
