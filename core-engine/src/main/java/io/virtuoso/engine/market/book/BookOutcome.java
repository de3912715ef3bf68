package io.virtuoso.engine.market.book;

/** What became of a message for a {@link SequencedBook}. */
public enum BookOutcome {
  /** A delta was applied. */
  APPLIED,
  /** A delta is kept until a snapshot arrives. */
  BUFFERED,
  /** Nothing new in it. */
  IGNORED_OLD,
  /** A delta is of no use before the next snapshot. */
  AWAITING_SNAPSHOT,
  /** Something is missing, the message is damaged, or its checksum fails: the book is syncing. */
  GAP,
  /** The best bid reached the best ask: the book is syncing. */
  CROSSED,
  /** A snapshot was taken, and the buffered deltas after it: the book is live. */
  SYNCED,
  /** The snapshot ends before the buffered deltas begin; another one was asked for. */
  SNAPSHOT_TOO_OLD,
  /** The snapshot is kept, unseen, until the next delta tells whether it is recent enough. */
  AWAITING_DELTA
}
