package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.RestContext;
import io.virtuoso.model.Interval;

/**
 * The REST list of bars under the pair's own name, each {@code [open time in s, open, high, low,
 * close, average price, volume, trades]}, oldest first; an error list that is not empty makes it no
 * answer.
 */
final class KrakenKlineAnswer implements Message {
  private static final NameTable NAMES = NameTable.of("error", "result");
  private static final int ERROR = 0;
  private static final int REQUIRED = 0b11;

  private static final NameTable RESULT_NAMES = NameTable.of("last");

  private final RestContext context;
  private final KlineRows rows = new KlineRows();

  KrakenKlineAnswer(RestContext context) {
    this.context = context;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.REJECTED;
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      if (name == ERROR) {
        in.enterArray();
        if (in.nextElement()) {
          throw in.malformed();
        }
      } else {
        outcome = readResult(draft);
      }
    }
    return (seen & REQUIRED) == REQUIRED ? outcome : Outcome.REJECTED;
  }

  private Outcome readResult(Draft draft) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.REJECTED;
    boolean found = false;
    in.enterObject();
    for (int name = in.nextName(RESULT_NAMES);
        name != JsonCursor.END;
        name = in.nextName(RESULT_NAMES)) {
      if (name != NameTable.UNKNOWN) {
        in.skip();
      } else if (found) {
        throw in.malformed();
      } else {
        found = true;
        outcome = rows.read(draft, context, KrakenKlineAnswer::readRow);
      }
    }
    return outcome;
  }

  private static void readRow(Draft draft, Interval interval, Kline kline) {
    JsonCursor in = draft.in();
    in.requireElement();
    KlineRows.begin(kline, interval, KlineRows.aligned(in.timeSeconds() * 1000, interval, in));
    in.requireElement();
    kline.open = draft.price();
    in.requireElement();
    kline.high = draft.price();
    in.requireElement();
    kline.low = draft.price();
    in.requireElement();
    kline.close = draft.price();
    in.requireElement();
    in.skip();
    in.requireElement();
    kline.volume = draft.quantity();
    in.requireElement();
    kline.trades = in.count();
    while (in.nextElement()) {
      in.skip();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
