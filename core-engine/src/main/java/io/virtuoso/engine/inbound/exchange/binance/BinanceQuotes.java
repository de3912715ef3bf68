package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code bookTicker}: the best prices. On spot it has neither event type nor time, so the dialect
 * tries this message on what has no type, and an object that is something else is not an error
 * here.
 */
final class BinanceQuotes implements Message {
  private static final NameTable NAMES = NameTable.of("u", "s", "b", "B", "a", "A", "E", "T", "e");
  private static final int UPDATE_ID = 0;
  private static final int SYMBOL = 1;
  private static final int BID_PRICE = 2;
  private static final int BID_QUANTITY = 3;
  private static final int ASK_PRICE = 4;
  private static final int ASK_QUANTITY = 5;
  private static final int REQUIRED = 0b111111;
  private static final int IDENTIFYING = 0b11;
  private static final int EVENT_TIME = 6;
  private static final int TRANSACTION_TIME = 7;
  private static final int EVENT = 8;
  private static final NameTable BOOK_TICKER = NameTable.of("bookTicker");

  private final Quote quote = new Quote(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    boolean other = false;
    quote.eventTimeMs = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      boolean text = in.peek() == '"';
      if (text != isText(name)) { // a trade's order number, a book's levels
        other = true;
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case UPDATE_ID -> quote.sequence = in.count();
        case SYMBOL -> draft.symbol();
        case BID_PRICE -> quote.bidPrice = draft.priceOrZero();
        case BID_QUANTITY -> quote.bidQuantity = draft.quantity();
        case ASK_PRICE -> quote.askPrice = draft.priceOrZero();
        case ASK_QUANTITY -> quote.askQuantity = draft.quantity();
        case EVENT_TIME -> quote.eventTimeMs = in.timeMs();
        case TRANSACTION_TIME -> in.timeMs();
        case EVENT -> other |= in.string(BOOK_TICKER) == NameTable.UNKNOWN;
        default -> throw in.malformed();
      }
    }
    if (other || (seen & REQUIRED) != REQUIRED) {
      return (seen & IDENTIFYING) == IDENTIFYING ? Outcome.REJECTED : Outcome.IGNORED;
    }
    boolean oneSided = quote.bidPrice == 0 || quote.askPrice == 0;
    return oneSided && draft.isLastPass() ? Outcome.IGNORED : Outcome.EVENTS;
  }

  private static boolean isText(int name) {
    return switch (name) {
      case UPDATE_ID, EVENT_TIME, TRANSACTION_TIME -> false;
      default -> true;
    };
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    quote.instrument = instrument;
    listener.onQuote(quote);
  }
}
