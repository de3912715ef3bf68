package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code book}: a snapshot, then changes in no order, each with the checksum of the ten best levels
 * that it must lead to. The checksum is of the digits as written, so their places are told too.
 */
final class KrakenBook implements Message {
  private static final NameTable NAMES =
      NameTable.of("symbol", "bids", "asks", "checksum", "timestamp");
  private static final int SYMBOL = 0;
  private static final int BIDS = 1;
  private static final int ASKS = 2;
  private static final int CHECKSUM = 3;
  private static final int REQUIRED = 0b1111;
  private static final int TIME = 4;

  private static final NameTable LEVEL_NAMES = NameTable.of("price", "qty");
  private static final int PRICE = 0;
  private static final int QUANTITY = 1;
  private static final int BOTH = 0b11;

  private static final long MAX_CHECKSUM = 0xFFFF_FFFFL;

  private final KrakenPush push;
  private final KrakenDepths depths;
  private final BookUpdate update = new BookUpdate(Draft.NOBODY);

  KrakenBook(KrakenPush push, KrakenDepths depths) {
    this.push = push;
    this.depths = depths;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    update.reset(Draft.NOBODY);
    in.enterArray();
    if (!in.nextElement()) {
      return Outcome.IGNORED;
    }
    readBook(draft);
    if (in.nextElement()) {
      throw in.malformed();
    }
    return Outcome.EVENTS;
  }

  private void readBook(Draft draft) {
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
        case SYMBOL -> draft.symbol();
        case BIDS -> readLevels(draft, update.bids);
        case ASKS -> readLevels(draft, update.asks);
        case CHECKSUM -> update.checksum = in.count();
        case TIME -> update.eventTimeMs = in.isoTimeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED || update.checksum > MAX_CHECKSUM) {
      throw in.malformed();
    }
  }

  private void readLevels(Draft draft, BookUpdate.Levels levels) {
    JsonCursor in = draft.in();
    in.enterArray();
    while (in.nextElement()) {
      long seen = 0;
      long price = 0;
      long quantity = 0;
      in.enterObject();
      for (int name = in.nextName(LEVEL_NAMES);
          name != JsonCursor.END;
          name = in.nextName(LEVEL_NAMES)) {
        if (name == NameTable.UNKNOWN) {
          in.skip();
          continue;
        }
        seen = draft.once(seen, name);
        switch (name) {
          case PRICE -> {
            price = draft.price();
            update.pricePlaces = Math.max(update.pricePlaces, in.places());
          }
          case QUANTITY -> {
            quantity = draft.quantity();
            update.quantityPlaces = Math.max(update.quantityPlaces, in.places());
          }
          default -> throw in.malformed();
        }
      }
      if (seen != BOTH) {
        throw in.malformed();
      }
      draft.level(levels, price, quantity);
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    update.instrument = instrument;
    update.kind = push.isSnapshot() ? BookUpdate.Kind.SNAPSHOT : BookUpdate.Kind.DELTA;
    update.depth = depths.of(instrument, update);
    listener.onBook(update);
  }
}
