package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** What a pushed frame says around its data: channel and type. */
final class KrakenPush {
  static final int BOOK = 0;
  static final int TRADE = 1;
  static final int TICKER = 2;
  static final int OHLC = 3;
  static final int KINDS = 4;
  private static final NameTable CHANNELS = NameTable.of("book", "trade", "ticker", "ohlc");

  private static final NameTable TYPES = NameTable.of("snapshot", "update");
  private static final int SNAPSHOT = 0;

  private int channel = NameTable.UNKNOWN;
  private int type = NameTable.UNKNOWN;

  void reset() {
    channel = NameTable.UNKNOWN;
    type = NameTable.UNKNOWN;
  }

  void readChannel(Draft draft) {
    channel = draft.in().string(CHANNELS);
  }

  void readType(Draft draft) {
    type = draft.in().string(TYPES);
  }

  /** One of the kinds above, or {@link NameTable#UNKNOWN}. */
  int kind() {
    return channel;
  }

  /** Whether the type was there. */
  boolean isComplete() {
    return type != NameTable.UNKNOWN;
  }

  boolean isSnapshot() {
    return type == SNAPSHOT;
  }
}
