package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** The envelope {@code {retCode,retMsg,result,…}} of a REST answer; only code 0 is one. */
final class BybitAnswer implements Message {
  private static final NameTable NAMES = NameTable.of("retCode", "result");
  private static final int CODE = 0;
  private static final int RESULT = 1;
  private static final int REQUIRED = 0b11;

  private static final NameTable RESULT_NAMES = NameTable.of("list", "symbol");
  private static final int LIST = 0;
  private static final int SYMBOL = 1;

  private final Message content;
  private final boolean list;

  private BybitAnswer(Message content, boolean list) {
    this.content = content;
    this.list = list;
  }

  /** An answer whose {@code result} is what {@code content} reads. */
  static BybitAnswer of(Message content) {
    return new BybitAnswer(content, false);
  }

  /** An answer whose {@code result} has a {@code list}, which {@code content} reads. */
  static BybitAnswer ofList(Message content) {
    return new BybitAnswer(content, true);
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
      if (name == RESULT) {
        outcome = list ? readList(draft) : content.read(draft);
      } else if (name == CODE && in.count() != 0) {
        throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? outcome : Outcome.REJECTED;
  }

  private Outcome readList(Draft draft) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.REJECTED;
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(RESULT_NAMES);
        name != JsonCursor.END;
        name = in.nextName(RESULT_NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      if (name == LIST) {
        outcome = content.read(draft);
      } else if (name == SYMBOL && !in.skipNone()) {
        draft.symbol();
      }
    }
    return outcome;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    content.deliver(instrument, listener);
  }
}
