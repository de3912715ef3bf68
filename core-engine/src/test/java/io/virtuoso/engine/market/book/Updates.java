package io.virtuoso.engine.market.book;

import io.virtuoso.engine.event.BookUpdate;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Symbol;

/** Book messages in short. */
final class Updates {
  private Updates() {}

  static Instrument instrument(String venue) {
    return new Instrument(venue, "BTCUSDT", new Symbol("BTCUSDT"), 2, 3);
  }

  static BookUpdate delta(Instrument instrument, long first, long last, long previous) {
    BookUpdate update = new BookUpdate(instrument);
    update.firstSequence = first;
    update.lastSequence = last;
    update.previousSequence = previous;
    update.eventTimeMs = 1_700_000_000_000L + last;
    return update;
  }

  static BookUpdate snapshot(Instrument instrument, BookUpdate.Kind kind, long last) {
    BookUpdate update = new BookUpdate(instrument);
    update.kind = kind;
    update.lastSequence = last;
    return update;
  }

  static BookUpdate bid(BookUpdate update, long price, long quantity) {
    update.bids.add(price, quantity);
    return update;
  }

  static BookUpdate ask(BookUpdate update, long price, long quantity) {
    update.asks.add(price, quantity);
    return update;
  }
}
