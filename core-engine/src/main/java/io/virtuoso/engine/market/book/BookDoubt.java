package io.virtuoso.engine.market.book;

/** Why a {@link SequencedBook} cannot be read, until the snapshot that makes it whole. */
public enum BookDoubt {
  /** No snapshot has come yet. */
  NEW("no snapshot yet"),
  /** A connection was lost, or frames were dropped. */
  LOST("messages may be lost"),
  /** The sequence broke. */
  GAP("a message is missing"),
  /** A price that is no price, or no number to prove the message by. */
  DAMAGED("a message is damaged"),
  /** The levels are not those that the venue has. */
  CHECKSUM("the checksum fails"),
  /** The best bid reached the best ask. */
  CROSSED("bids and asks cross"),
  /** Levels of before do not fit into a finer scale. */
  SCALE("the scale has changed");

  private final String words;

  BookDoubt(String words) {
    this.words = words;
  }

  /** In plain words. */
  public String words() {
    return words;
  }
}
