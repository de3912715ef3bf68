package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** The envelope {@code {code,msg,data}} of a REST answer; only code 0 is one. */
final class OkxAnswer implements Message {
  private static final NameTable NAMES = NameTable.of("code", "data");
  private static final int CODE = 0;
  private static final int REQUIRED = 0b11;

  private final Message content;

  /** An answer whose {@code data} is what {@code content} reads. */
  OkxAnswer(Message content) {
    this.content = content;
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
      if (name != CODE) {
        outcome = content.read(draft);
      } else if (in.count() != 0) {
        throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? outcome : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    content.deliver(instrument, listener);
  }
}
