package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Derivatives;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code markPriceUpdate}: mark price, index price and the running funding rate. */
final class BinanceMarkPrice implements Message {
  private static final NameTable NAMES = NameTable.of("s", "E", "p", "i", "r");
  private static final int SYMBOL = 0;
  private static final int EVENT_TIME = 1;
  private static final int MARK_PRICE = 2;
  private static final int REQUIRED = 0b111;
  private static final int INDEX_PRICE = 3;
  private static final int FUNDING_RATE = 4;

  private final Derivatives derivatives = new Derivatives(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    derivatives.reset(Draft.NOBODY);
    long seen = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case EVENT_TIME -> derivatives.eventTimeMs = in.timeMs();
        case MARK_PRICE -> derivatives.markPrice = in.positive();
        case INDEX_PRICE -> derivatives.indexPrice = in.positive();
        case FUNDING_RATE -> derivatives.fundingRate = in.number();
        default -> throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? Outcome.EVENTS : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    derivatives.instrument = instrument;
    listener.onDerivatives(derivatives);
  }
}
