package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.inbound.exchange.Dialect;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestAnswer;

/**
 * Binance's frames, spot and USD-M futures alike: raw events, events wrapped as {@code
 * {"stream":…,"data":…}}, answers to our requests, and REST answers.
 */
public final class BinanceDialect implements Dialect {
  private static final NameTable NAMES =
      NameTable.of(
          "stream",
          "data",
          "e",
          "u",
          "rest",
          "lastUpdateId",
          "bids",
          "asks",
          "result",
          "id",
          "error",
          "code",
          "msg");
  private static final int STREAM = 0;
  private static final int DATA = 1;
  private static final int EVENT = 2;
  private static final int UPDATE_ID = 3;
  private static final int REST = 4;
  private static final int LAST_UPDATE_ID = 5;
  private static final int BIDS = 6;
  private static final int ASKS = 7;
  private static final int RESULT = 8;
  private static final int ID = 9;
  private static final int ERROR = 10;
  private static final int CODE = 11;
  private static final int MSG = 12;

  private static final NameTable EVENTS =
      NameTable.of(
          "trade",
          "aggTrade",
          "depthUpdate",
          "bookTicker",
          "kline",
          "markPriceUpdate",
          "forceOrder");

  private final Message quotes = new BinanceQuotes();
  private final Message[] events = {
    new BinanceTrades("t"),
    new BinanceTrades("a"),
    new BinanceBook(),
    quotes,
    new BinanceKlines(),
    new BinanceMarkPrice(),
    new BinanceLiquidations()
  };
  private final Message depth = new BinanceDepthAnswer();
  private final RestAnswer rest = BinanceRest.answers(depth);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    if (in.peek() != '{') {
      in.skip();
      return Outcome.IGNORED;
    }
    int start = in.position();
    in.enterObject();
    int first = in.nextName(NAMES);
    switch (first) {
      case STREAM, DATA -> {
        return wrapped(draft, first);
      }
      case RESULT, ID, ERROR, CODE, MSG -> {
        return answer(in, first);
      }
      case JsonCursor.END -> {
        return Outcome.IGNORED;
      }
      default -> in.seek(start);
    }
    return switch (first) {
      case REST -> rest.read(draft);
      case LAST_UPDATE_ID, BIDS, ASKS -> bareDepth(draft);
      default -> event(draft);
    };
  }

  private Outcome wrapped(Draft draft, int first) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.IGNORED;
    boolean seen = false;
    for (int name = first; name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name != DATA || in.peek() != '{') {
        in.skip();
      } else if (seen) {
        throw in.malformed();
      } else {
        seen = true;
        outcome = event(draft);
      }
    }
    return outcome;
  }

  private static Outcome answer(JsonCursor in, int first) {
    Outcome outcome = Outcome.IGNORED;
    for (int name = first; name != JsonCursor.END; name = in.nextName(NAMES)) {
      if ((name == ERROR || name == CODE) && !in.skipNone()) {
        outcome = Outcome.REFUSED_SUBSCRIPTION;
        in.skip();
      } else if (name != ERROR && name != CODE) {
        in.skip();
      }
    }
    return outcome;
  }

  /** Old tapes hold the snapshot without its symbol, in the stream of one symbol. */
  private Outcome bareDepth(Draft draft) {
    if (!draft.symbolOfLatest()) {
      throw draft.in().malformed();
    }
    return draft.read(depth);
  }

  private Outcome event(Draft draft) {
    JsonCursor in = draft.in();
    int start = in.position();
    in.enterObject();
    int first = in.nextName(NAMES);
    if (first == EVENT) {
      return event(draft, in.string(EVENTS));
    }
    // Spot's bookTicker, by far the most frequent message, has no "e" and starts with "u".
    if (first == UPDATE_ID) {
      in.seek(start);
      in.enterObject();
      if (draft.read(quotes) == Outcome.EVENTS) {
        return Outcome.EVENTS;
      }
    }
    in.seek(start);
    int event = findEvent(in);
    in.seek(start);
    in.enterObject();
    return event == JsonCursor.END ? draft.read(quotes) : event(draft, event);
  }

  private Outcome event(Draft draft, int event) {
    if (event != NameTable.UNKNOWN) {
      return draft.read(events[event]);
    }
    JsonCursor in = draft.in();
    while (in.nextName(NAMES) != JsonCursor.END) {
      in.skip();
    }
    return Outcome.IGNORED;
  }

  private static int findEvent(JsonCursor in) {
    int event = JsonCursor.END;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == EVENT) {
        event = in.string(EVENTS);
      } else {
        in.skip();
      }
    }
    return event;
  }
}
