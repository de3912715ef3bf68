package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** The REST snapshot of a book; its {@code u} counts with the 1000-level stream. */
final class BybitDepthAnswer implements Message {
  private static final NameTable NAMES = NameTable.of("b", "a", "u", "ts", "s");
  private static final int BIDS = 0;
  private static final int ASKS = 1;
  private static final int UPDATE_ID = 2;
  private static final int REQUIRED = 0b111;
  private static final int TIME = 3;
  private static final int SYMBOL = 4;

  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    update.kind = BookUpdate.Kind.REST_SNAPSHOT;
    long seen = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case BIDS -> draft.levels(update.bids);
        case ASKS -> draft.levels(update.asks);
        case UPDATE_ID -> update.lastSequence = in.count();
        case TIME -> update.eventTimeMs = in.timeMs();
        default -> throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? Outcome.EVENTS : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    update.instrument = instrument;
    listener.onBook(update);
  }
}
