package io.virtuoso.engine;

import java.util.Locale;

/** A kind of data whose silence means something. */
enum Channel {
  TRADES,
  BOOK,
  QUOTES,
  DERIVATIVES;

  /** The name in documents. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
