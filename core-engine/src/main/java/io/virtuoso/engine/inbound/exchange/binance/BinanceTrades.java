package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code trade} and {@code aggTrade}: one match, or one order's matches at one price. Futures mark
 * what was no match in the market (insurance fund, deleveraging); that is left out.
 */
final class BinanceTrades implements Message {
  private static final int SYMBOL = 0;
  private static final int ID = 1;
  private static final int PRICE = 2;
  private static final int QUANTITY = 3;
  private static final int TIME = 4;
  private static final int BUYER_IS_MAKER = 5;
  private static final int REQUIRED = 0b111111;
  private static final int EXECUTION = 6;
  private static final NameTable MARKET = NameTable.of("MARKET");

  private final NameTable names;
  private final TradeBatch trades = new TradeBatch(Draft.NOBODY);

  /** The message whose trade number is called {@code id}. */
  BinanceTrades(String id) {
    names = NameTable.of("s", id, "p", "q", "T", "m", "X");
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    long id = 0;
    long price = 0;
    long quantity = 0;
    long time = 0;
    boolean buyerIsMaker = false;
    boolean market = true;
    for (int name = in.nextName(names); name != JsonCursor.END; name = in.nextName(names)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case ID -> id = in.count();
        case PRICE -> price = draft.priceOrZero();
        case QUANTITY -> quantity = draft.quantity();
        case TIME -> time = in.timeMs();
        case BUYER_IS_MAKER -> buyerIsMaker = in.bool();
        case EXECUTION -> market = in.string(MARKET) != NameTable.UNKNOWN;
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      return Outcome.REJECTED;
    }
    if (!market) {
      return Outcome.IGNORED;
    }
    trades.reset(Draft.NOBODY);
    trades.add(id, time, price, quantity, !buyerIsMaker);
    return draft.isLastPass() && (price == 0 || quantity == 0) ? Outcome.REJECTED : Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    trades.instrument = instrument;
    listener.onTrades(trades);
  }
}
