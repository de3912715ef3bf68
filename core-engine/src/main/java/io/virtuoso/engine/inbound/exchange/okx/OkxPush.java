package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.model.Interval;
import java.nio.charset.StandardCharsets;

/** What a pushed frame says around its data: channel, instrument and action. */
final class OkxPush {
  static final int BOOKS = 0;
  static final int TRADES = 1;
  static final int TICKERS = 2;
  static final int STATE = 3;
  static final int CANDLES = 4;
  static final int LIQUIDATIONS = 5;
  static final int KINDS = 6;

  private static final NameTable NAMES = NameTable.of("channel", "instId");
  private static final int CHANNEL = 0;
  private static final int INSTRUMENT = 1;

  private static final NameTable CHANNELS =
      NameTable.of(
          "books",
          "trades",
          "tickers",
          "mark-price",
          "funding-rate",
          "open-interest",
          "index-tickers",
          "candle1m",
          "candle5m",
          "candle30m",
          "candle4H",
          "liquidation-orders");
  private static final int INDEX_TICKERS = 6;
  private static final int FIRST_CANDLE = 7;
  private static final int LIQUIDATION_ORDERS = 11;

  private static final NameTable ACTIONS = NameTable.of("snapshot", "update");
  private static final int SNAPSHOT = 0;

  private static final Interval[] INTERVALS = Interval.values();

  /** An index is told by its own name, to which the swap's adds this. */
  private static final byte[] SWAP = "-SWAP".getBytes(StandardCharsets.US_ASCII);

  private final byte[] swapName = new byte[64];
  private int channel = NameTable.UNKNOWN;
  private int action = NameTable.UNKNOWN;
  private int nameStart;
  private int nameLength;

  void reset() {
    channel = NameTable.UNKNOWN;
    action = NameTable.UNKNOWN;
    nameLength = 0;
  }

  /** Reads {@code {"channel":…,"instId":…}}. */
  void readArgument(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case CHANNEL -> channel = in.string(CHANNELS);
        case INSTRUMENT -> {
          in.string();
          nameStart = in.textStart();
          nameLength = in.textLength();
        }
        default -> throw in.malformed();
      }
    }
  }

  /** Takes the frame for its instrument, where the channel is of a single one. */
  void belong(Draft draft) {
    if (nameLength == 0) {
      return;
    }
    if (channel != INDEX_TICKERS) {
      draft.symbol(nameStart, nameLength);
    } else if (nameLength + SWAP.length <= swapName.length) {
      System.arraycopy(draft.in().text(), nameStart, swapName, 0, nameLength);
      System.arraycopy(SWAP, 0, swapName, nameLength, SWAP.length);
      draft.symbol(swapName, 0, nameLength + SWAP.length);
    } else {
      throw draft.in().malformed();
    }
  }

  void readAction(Draft draft) {
    action = draft.in().string(ACTIONS);
  }

  /** One of the kinds above, or {@link NameTable#UNKNOWN}. */
  int kind() {
    return switch (channel) {
      case NameTable.UNKNOWN, BOOKS, TRADES, TICKERS -> channel;
      case LIQUIDATION_ORDERS -> LIQUIDATIONS;
      default -> channel < FIRST_CANDLE ? STATE : CANDLES;
    };
  }

  /** Whether the data names an index, not the instrument. */
  boolean isOfIndex() {
    return channel == INDEX_TICKERS;
  }

  /** Whether all that its channel must say was there. */
  boolean isComplete() {
    return channel != BOOKS || action != NameTable.UNKNOWN;
  }

  boolean isSnapshot() {
    return action == SNAPSHOT;
  }

  Interval interval() {
    return INTERVALS[channel - FIRST_CANDLE];
  }
}
