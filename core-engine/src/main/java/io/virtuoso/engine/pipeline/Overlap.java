package io.virtuoso.engine.pipeline;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.market.flow.TradeSequence;
import java.util.HashMap;
import java.util.Map;

/**
 * Knows, while one connection takes over from another, which messages of the new one the old one
 * has brought already. What is numbered is told by its number; trades and liquidations without one
 * are remembered while both connections are open, each as often as it came.
 *
 * <p>Not thread-safe: owned by the symbol's pipeline.
 */
final class Overlap {
  /** Events remembered at most. */
  static final int MOST = 200_000;

  private record Match(long timeMs, long price, long quantity, boolean side) {}

  private final Map<Match, Integer> trades = new HashMap<>();
  private final Map<Match, Integer> liquidations = new HashMap<>();
  private boolean replaying;
  private boolean overfull;
  private boolean hidden;
  private long newestDerivativesMs;

  /** From now on events are those of the new connection, from its first one on. */
  void replay() {
    replaying = true;
  }

  boolean isReplaying() {
    return replaying;
  }

  /** Whether so much came that twins cannot be told: what has no number is then dropped. */
  boolean isOverfull() {
    return overfull;
  }

  boolean isHeard(TradeBatch batch, int i, TradeSequence sequence) {
    if (batch.id(i) >= 0) {
      return replaying && batch.id(i) <= sequence.lastId();
    }
    return isHeard(
        trades, new Match(batch.timeMs(i), batch.price(i), batch.quantity(i), batch.takerBuy(i)));
  }

  boolean isHeard(Liquidation event) {
    return isHeard(
        liquidations,
        new Match(event.eventTimeMs, event.price, event.quantity, event.longPosition));
  }

  private boolean isHeard(Map<Match, Integer> matches, Match match) {
    if (!replaying) {
      overfull |= matches.size() >= MOST;
      if (!overfull) {
        matches.merge(match, 1, Integer::sum);
      }
      return false;
    }
    Integer left = matches.get(match);
    if (left != null) {
      matches.put(match, left - 1);
    }
    return overfull || (left != null && left > 0);
  }

  /** A numbered message that a whole book contains already, a snapshot among them. */
  boolean isHeard(BookUpdate update, SequencedBook book) {
    return replaying
        && book.state() == SequencedBook.State.LIVE
        && update.lastSequence >= 0
        && update.lastSequence <= book.sequence();
  }

  /**
   * Whether nobody is to see the book after this message: a book without numbers goes back to the
   * new connection's snapshot and forward again.
   */
  boolean hides(BookUpdate update) {
    boolean hides = replaying && update.lastSequence < 0;
    hidden |= hides;
    return hides;
  }

  /** Whether the book has moved unseen. */
  boolean hasHidden() {
    return hidden;
  }

  /** State, not events: only what is newer than all before says something new. */
  boolean isHeardDerivatives(long timeMs) {
    boolean heard = replaying && timeMs <= newestDerivativesMs;
    newestDerivativesMs = Math.max(newestDerivativesMs, timeMs);
    return heard;
  }
}
