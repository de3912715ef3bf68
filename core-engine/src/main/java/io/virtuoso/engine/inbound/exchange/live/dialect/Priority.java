package io.virtuoso.engine.inbound.exchange.live.dialect;

/** Who goes first when requests have to wait, most urgent first. */
public enum Priority {
  /** Nothing can begin without it. */
  DISCOVERY,
  /** A book is blind until it comes. */
  SNAPSHOT,
  /** History. */
  BACKFILL,
  /** Asked again soon anyway. */
  POLL;

  /** It goes although others wait for their answers, and may use what is kept from them. */
  public boolean isUrgent() {
    return this == DISCOVERY || this == SNAPSHOT;
  }
}
