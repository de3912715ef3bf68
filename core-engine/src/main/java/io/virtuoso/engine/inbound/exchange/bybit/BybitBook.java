package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code orderbook.N}: a snapshot, then deltas that each raise {@code u} by one. */
final class BybitBook implements Message {
  private static final NameTable NAMES = NameTable.of("b", "a", "u", "s");
  private static final int BIDS = 0;
  private static final int ASKS = 1;
  private static final int UPDATE_ID = 2;
  private static final int REQUIRED = 0b111;
  private static final int SYMBOL = 3;

  private static final long RESTARTED = 1;

  private final BybitPush push;
  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  BybitBook(BybitPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
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
        default -> throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? Outcome.EVENTS : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    boolean whole = push.isSnapshot() || update.lastSequence == RESTARTED;
    update.instrument = instrument;
    update.kind = whole ? BookUpdate.Kind.SNAPSHOT : BookUpdate.Kind.DELTA;
    update.eventTimeMs = push.timeMs();
    listener.onBook(update);
  }
}
