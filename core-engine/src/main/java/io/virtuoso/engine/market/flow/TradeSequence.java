package io.virtuoso.engine.market.flow;

import io.virtuoso.engine.event.TradeBatch;

/**
 * Watches trade ids that count by one (all venues but Bybit): finds trades that come twice and
 * trades that never came.
 *
 * <p>Ids go on across connections, so a reconnect needs no reset: the first id after it tells what
 * was lost.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class TradeSequence {
  /** What a trade is to those before it. */
  public enum Verdict {
    /** The first one, or the one after the last; or it has no number to judge by. */
    NEXT,
    /** Seen already: do not count it again. */
    DUPLICATE,
    /** New, but trades before it are missing: the flow is incomplete. */
    AFTER_GAP
  }

  /** So many old ids in a row mean that the venue has started to count anew. */
  static final int RESTART_AFTER = 1_000;

  private long lastId = TradeBatch.NO_ID;
  private int duplicatesInRow;
  private long duplicates;
  private long gaps;
  private long missed;

  /** Judges the next trade, which is one match. */
  public Verdict accept(long id) {
    return accept(id, id);
  }

  /** Judges the next trade, put together from the matches {@code firstId} to {@code id}. */
  public Verdict accept(long firstId, long id) {
    if (id < 0) {
      return Verdict.NEXT;
    }
    if (id <= lastId && ++duplicatesInRow < RESTART_AFTER) {
      duplicates++;
      return Verdict.DUPLICATE;
    }
    boolean whole = lastId == TradeBatch.NO_ID || firstId <= lastId + 1;
    if (!whole) {
      gaps++;
      missed += Math.max(0, firstId - lastId - 1);
    }
    lastId = id;
    duplicatesInRow = 0;
    return whole ? Verdict.NEXT : Verdict.AFTER_GAP;
  }

  /** The highest id so far, or {@link TradeBatch#NO_ID}. */
  public long lastId() {
    return lastId;
  }

  /** Trades that came again. */
  public long duplicates() {
    return duplicates;
  }

  /** Times that ids were missing. */
  public long gaps() {
    return gaps;
  }

  /** Ids that never came. */
  public long missed() {
    return missed;
  }
}
