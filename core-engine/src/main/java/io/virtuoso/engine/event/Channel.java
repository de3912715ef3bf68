package io.virtuoso.engine.event;

import java.util.Locale;

/** A kind of data whose silence means something. */
public enum Channel {
  TRADES,
  BOOK,
  QUOTES,
  DERIVATIVES;

  /** The name in documents. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
