package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.Quote;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code tickers}: the best prices among other things. Sizes of swaps are contracts. */
final class OkxTickers implements Message {
  private static final NameTable NAMES =
      NameTable.of("bidPx", "bidSz", "askPx", "askSz", "ts", "instId");
  private static final int BID_PRICE = 0;
  private static final int BID_SIZE = 1;
  private static final int ASK_PRICE = 2;
  private static final int ASK_SIZE = 3;
  private static final int TIME = 4;
  private static final int REQUIRED = 0b11111;
  private static final int SYMBOL = 5;

  private final Quote quote = new Quote(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    in.enterArray();
    if (!in.nextElement()) {
      return Outcome.IGNORED;
    }
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
        case BID_PRICE -> quote.bidPrice = in.skipNone() ? 0 : draft.priceOrZero();
        case BID_SIZE -> quote.bidQuantity = in.skipNone() ? 0 : draft.quantity();
        case ASK_PRICE -> quote.askPrice = in.skipNone() ? 0 : draft.priceOrZero();
        case ASK_SIZE -> quote.askQuantity = in.skipNone() ? 0 : draft.quantity();
        case TIME -> quote.eventTimeMs = in.timeMs();
        default -> throw in.malformed();
      }
    }
    if (in.nextElement() || (seen & REQUIRED) != REQUIRED) {
      throw in.malformed();
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
