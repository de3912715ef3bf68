package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code forceOrder}: the order that closes a position, so its side is the opposite of the
 * position's. The average price and the filled quantity count, where there are such.
 */
final class BinanceLiquidations implements Message {
  private static final NameTable OUTER = NameTable.of("o");
  private static final int ORDER = 0;

  private static final NameTable NAMES = NameTable.of("s", "S", "p", "q", "T", "ap", "z");
  private static final int SYMBOL = 0;
  private static final int SIDE = 1;
  private static final int PRICE = 2;
  private static final int QUANTITY = 3;
  private static final int TIME = 4;
  private static final int REQUIRED = 0b11111;
  private static final int AVERAGE_PRICE = 5;
  private static final int FILLED = 6;

  private static final NameTable SIDES = NameTable.of("BUY", "SELL");
  private static final int SELL = 1;

  private final Liquidation liquidation = new Liquidation(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    Outcome outcome = Outcome.REJECTED;
    long seen = 0;
    for (int name = in.nextName(OUTER); name != JsonCursor.END; name = in.nextName(OUTER)) {
      if (name == ORDER) {
        seen = draft.once(seen, name);
        outcome = readOrder(draft);
      } else {
        in.skip();
      }
    }
    return outcome;
  }

  private Outcome readOrder(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    int side = NameTable.UNKNOWN;
    long price = 0;
    long average = 0;
    long quantity = 0;
    long filled = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case SIDE -> side = in.string(SIDES);
        case PRICE -> price = draft.priceOrZero();
        case AVERAGE_PRICE -> average = draft.priceOrZero();
        case QUANTITY -> quantity = draft.quantity();
        case FILLED -> filled = draft.quantity();
        case TIME -> liquidation.eventTimeMs = in.timeMs();
        default -> throw in.malformed();
      }
    }
    liquidation.price = average > 0 ? average : price;
    liquidation.quantity = filled > 0 ? filled : quantity;
    liquidation.longPosition = side == SELL;
    boolean nothing = liquidation.price == 0 || liquidation.quantity == 0;
    if ((seen & REQUIRED) != REQUIRED || side == NameTable.UNKNOWN) {
      return Outcome.REJECTED;
    }
    return nothing && draft.isLastPass() ? Outcome.REJECTED : Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    liquidation.instrument = instrument;
    listener.onLiquidation(liquidation);
  }
}
