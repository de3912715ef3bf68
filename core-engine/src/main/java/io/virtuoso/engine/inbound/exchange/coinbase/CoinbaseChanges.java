package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code l2update}: {@code [side, price, size]}, sizes absolute, 0 removes; not numbered. */
final class CoinbaseChanges implements Message {
  private static final NameTable NAMES = NameTable.of("product_id", "changes", "time");
  private static final int SYMBOL = 0;
  private static final int CHANGES = 1;
  private static final int TIME = 2;
  private static final int REQUIRED = 0b111;

  private static final NameTable SIDES = NameTable.of("buy", "sell");
  private static final int BUY = 0;

  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    long seen = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case CHANGES -> readChanges(draft);
        case TIME -> update.eventTimeMs = in.isoTimeMs();
        default -> throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? Outcome.EVENTS : Outcome.REJECTED;
  }

  private void readChanges(Draft draft) {
    JsonCursor in = draft.in();
    in.enterArray();
    while (in.nextElement()) {
      in.enterArray();
      in.requireElement();
      int side = in.string(SIDES);
      if (side == NameTable.UNKNOWN) {
        throw in.malformed();
      }
      in.requireElement();
      long price = draft.price();
      in.requireElement();
      long size = draft.quantity();
      while (in.nextElement()) {
        in.skip();
      }
      draft.level(side == BUY ? update.bids : update.asks, price, size);
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    update.instrument = instrument;
    listener.onBook(update);
  }
}
