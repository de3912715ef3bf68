package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.model.Interval;

/**
 * What a pushed frame says around its data: topic, type and time. These may stand behind the data,
 * so a message looks here only when it is delivered; the interval alone is known before.
 */
final class BybitPush {
  static final int ORDER_BOOK = 0;
  static final int PUBLIC_TRADE = 1;
  static final int TICKERS = 2;
  static final int KLINE = 3;
  static final int ALL_LIQUIDATION = 4;
  private static final NameTable KINDS =
      NameTable.of("orderbook", "publicTrade", "tickers", "kline", "allLiquidation");

  private static final NameTable TYPES = NameTable.of("snapshot", "delta");
  private static final int SNAPSHOT = 0;

  private static final NameTable INTERVAL_CODES = NameTable.of("1", "5", "30", "240");
  private static final Interval[] INTERVALS = Interval.values();

  private int kind = NameTable.UNKNOWN;
  private int type = NameTable.UNKNOWN;
  private long timeMs;
  private Interval interval = Interval.ONE_MINUTE;

  void reset() {
    kind = NameTable.UNKNOWN;
    type = NameTable.UNKNOWN;
    timeMs = -1;
  }

  /** Reads {@code kind[.variant].symbol}. */
  void readTopic(Draft draft) {
    draft.in().string();
    byte[] text = draft.in().text();
    int start = draft.in().textStart();
    int end = start + draft.in().textLength();
    int first = start;
    while (first < end && text[first] != '.') {
      first++;
    }
    int last = end - 1;
    while (last > first && text[last] != '.') {
      last--;
    }
    kind = KINDS.find(text, start, first - start);
    boolean ours =
        switch (kind) {
          case ORDER_BOOK -> isNumber(text, first + 1, last);
          case KLINE -> readInterval(text, first + 1, last);
          case PUBLIC_TRADE, TICKERS, ALL_LIQUIDATION -> first == last;
          default -> false;
        };
    if (ours) {
      draft.symbol(last + 1, end - last - 1);
    } else {
      kind = NameTable.UNKNOWN;
    }
  }

  /** Variants in words are other books: RPI orders, the auction. */
  private static boolean isNumber(byte[] text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text[i] < '0' || text[i] > '9') {
        return false;
      }
    }
    return from < to;
  }

  private boolean readInterval(byte[] text, int from, int to) {
    int code = from < to ? INTERVAL_CODES.find(text, from, to - from) : NameTable.UNKNOWN;
    if (code == NameTable.UNKNOWN) {
      return false;
    }
    interval = INTERVALS[code];
    return true;
  }

  void readType(Draft draft) {
    type = draft.in().string(TYPES);
  }

  void readTime(Draft draft) {
    timeMs = draft.in().timeMs();
  }

  /** One of the kinds above, or {@link NameTable#UNKNOWN}. */
  int kind() {
    return kind;
  }

  /** Whether type and time were there. */
  boolean isComplete() {
    return type != NameTable.UNKNOWN && timeMs >= 0;
  }

  boolean isSnapshot() {
    return type == SNAPSHOT;
  }

  /** When the exchange sent it: its clock, ms since the epoch. */
  long timeMs() {
    return timeMs;
  }

  Interval interval() {
    return interval;
  }
}
