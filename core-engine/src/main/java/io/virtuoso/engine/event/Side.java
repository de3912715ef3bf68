package io.virtuoso.engine.event;

/** A side of the book, or of a trade's aggressor. */
public enum Side {
  BID,
  ASK
}
