package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code ticker}: the best prices at the last trade; older recordings have no sizes. */
final class CoinbaseTickers implements Message {
  private static final NameTable NAMES =
      NameTable.of("product_id", "best_bid", "best_ask", "time", "best_bid_size", "best_ask_size");
  private static final int SYMBOL = 0;
  private static final int BID_PRICE = 1;
  private static final int ASK_PRICE = 2;
  private static final int TIME = 3;
  private static final int REQUIRED = 0b1111;
  private static final int BID_SIZE = 4;
  private static final int ASK_SIZE = 5;

  private final Quote quote = new Quote(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    quote.bidQuantity = 0;
    quote.askQuantity = 0;
    long seen = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case BID_PRICE -> quote.bidPrice = draft.priceOrZero();
        case ASK_PRICE -> quote.askPrice = draft.priceOrZero();
        case BID_SIZE -> quote.bidQuantity = draft.quantity();
        case ASK_SIZE -> quote.askQuantity = draft.quantity();
        case TIME -> quote.eventTimeMs = in.isoTimeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      return Outcome.REJECTED;
    }
    boolean oneSided = quote.bidPrice == 0 || quote.askPrice == 0;
    return oneSided && draft.isLastPass() ? Outcome.IGNORED : Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    quote.instrument = instrument;
    listener.onQuote(quote);
  }
}
