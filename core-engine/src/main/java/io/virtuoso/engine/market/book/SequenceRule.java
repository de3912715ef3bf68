package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import org.jspecify.annotations.Nullable;

/**
 * How a venue numbers its book messages, and so how a lost one shows.
 *
 * <p>In the terms of the messages: {@code first} is Binance's {@code U}, {@code last} its {@code u}
 * or Bybit's {@code u} or OKX's {@code seqId}, {@code previous} Binance's {@code pu} or OKX's
 * {@code prevSeqId}.
 */
public enum SequenceRule {
  /** Each delta starts right after the previous one; a snapshot comes from REST. */
  BINANCE_SPOT(true) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      if (last <= local) {
        return Step.OLD;
      }
      return first <= local + 1 ? Step.NEXT : Step.GAP;
    }
  },

  /** Each delta names the end of the previous one; a snapshot comes from REST. */
  BINANCE_USDM(true) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      if (joining ? last < local : last <= local) {
        return Step.OLD;
      }
      // A recorded oddity: no delta need straddle the snapshot when one follows it exactly.
      boolean straddles = joining && first <= local;
      return straddles || previous == local ? Step.NEXT : Step.GAP;
    }
  },

  /** Deltas count by one; the stream itself sends snapshots, at the start and at any time. */
  BYBIT(false) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      if (last == local + 1) {
        return Step.NEXT;
      }
      return last == local ? Step.REPEATED : Step.GAP;
    }
  },

  /**
   * Each delta names the end of the previous one, even where numbers fall after a maintenance; the
   * stream itself sends snapshots. Recordings from before there were numbers have checksums.
   */
  OKX(false) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      if (previous == local) {
        return Step.NEXT;
      }
      return last == local ? Step.REPEATED : Step.GAP;
    }

    @Override
    boolean isProvable(BookUpdate update) {
      return update.lastSequence >= 0 || update.checksum != BookUpdate.NONE;
    }

    @Override
    BookChecksum checksum() {
      return BookChecksum.ofOkx();
    }
  },

  /** No numbers: every message has a checksum of the best levels that it must lead to. */
  KRAKEN(false) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      return Step.NEXT;
    }

    @Override
    boolean isProvable(BookUpdate update) {
      return update.checksum != BookUpdate.NONE;
    }

    @Override
    BookChecksum checksum() {
      return BookChecksum.ofKraken();
    }
  },

  /**
   * Neither numbers nor checksums: delivery is guaranteed as long as the connection is, so that a
   * loss shows as a lost connection, as trades that never came, or as a crossed book.
   */
  COINBASE(false) {
    @Override
    Step step(long local, boolean joining, long first, long last, long previous) {
      return Step.NEXT;
    }

    @Override
    boolean isProvable(BookUpdate update) {
      return true;
    }
  };

  /** What a delta is to a book that ends at some sequence number. */
  enum Step {
    /** It continues the book. */
    NEXT,
    /** The book already contains it. */
    OLD,
    /** It carries the book's own number: harmless if it changes nothing. */
    REPEATED,
    /** Something between the book and it is missing. */
    GAP
  }

  private final boolean snapshotFromRest;

  SequenceRule(boolean snapshotFromRest) {
    this.snapshotFromRest = snapshotFromRest;
  }

  /**
   * The rule of a venue.
   *
   * @param venue configured venue name, for example {@code bybit-linear}
   * @throws IllegalArgumentException when the venue's rule is not known
   */
  public static SequenceRule of(String venue) {
    if (venue.startsWith("binance-spot")) {
      return BINANCE_SPOT;
    }
    if (venue.startsWith("binance-usdm")) {
      return BINANCE_USDM;
    }
    if (venue.startsWith("bybit")) {
      return BYBIT;
    }
    if (venue.startsWith("okx")) {
      return OKX;
    }
    if (venue.equals("coinbase")) {
      return COINBASE;
    }
    if (venue.equals("kraken")) {
      return KRAKEN;
    }
    throw new IllegalArgumentException("no sequence rule for venue " + venue);
  }

  /** Whether deltas have to be kept until a snapshot from REST arrives. */
  public boolean snapshotFromRest() {
    return snapshotFromRest;
  }

  /** Whether the message says enough for a later loss, or one before it, to be noticed. */
  boolean isProvable(BookUpdate update) {
    boolean ranged = update.kind == BookUpdate.Kind.DELTA && snapshotFromRest;
    return update.lastSequence >= 0
        && (!ranged || (update.firstSequence >= 0 && update.firstSequence <= update.lastSequence));
  }

  /** Whether it can be applied: its loss would be noticed, and its levels are in order. */
  final boolean accepts(BookUpdate update) {
    return isProvable(update) && update.bids.areWellFormed() && update.asks.areWellFormed();
  }

  /** A new checker of this venue's books; null where messages have no checksum. */
  @Nullable BookChecksum checksum() {
    return null;
  }

  /** The same for a delta as it came. */
  final Step step(long local, boolean joining, BookUpdate update) {
    return step(local, joining, update.firstSequence, update.lastSequence, update.previousSequence);
  }

  /**
   * Places a delta.
   *
   * @param local the book's last sequence number
   * @param joining whether the book is a bare snapshot that no delta has followed yet
   */
  abstract Step step(long local, boolean joining, long first, long last, long previous);
}
