package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code snapshot}: the whole book, however deep. */
final class CoinbaseSnapshots implements Message {
  private static final NameTable NAMES = NameTable.of("product_id", "bids", "asks", "time");
  private static final int SYMBOL = 0;
  private static final int BIDS = 1;
  private static final int ASKS = 2;
  private static final int REQUIRED = 0b111;
  private static final int TIME = 3;

  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    update.kind = BookUpdate.Kind.SNAPSHOT;
    long seen = 0;
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
        case TIME -> update.eventTimeMs = in.isoTimeMs();
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
