package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.Rows;

/** {@code allLiquidation}: the side is the position's, the price where it was bankrupt. */
final class BybitLiquidations implements Message {
  private static final NameTable NAMES = NameTable.of("T", "S", "v", "p", "s");
  private static final int TIME = 0;
  private static final int SIDE = 1;
  private static final int SIZE = 2;
  private static final int PRICE = 3;
  private static final int REQUIRED = 0b1111;
  private static final int SYMBOL = 4;

  private static final NameTable SIDES = NameTable.of("Buy", "Sell");
  private static final int BUY = 0;

  private final Rows<Liquidation> liquidations = new Rows<>(() -> new Liquidation(Draft.NOBODY));

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    liquidations.clear();
    in.enterArray();
    while (in.nextElement()) {
      readLiquidation(draft, liquidations.add());
    }
    return liquidations.outcome();
  }

  private static void readLiquidation(Draft draft, Liquidation liquidation) {
    JsonCursor in = draft.in();
    long seen = 0;
    int side = NameTable.UNKNOWN;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case TIME -> liquidation.eventTimeMs = in.timeMs();
        case SIDE -> side = in.string(SIDES);
        case SIZE -> liquidation.quantity = draft.traded();
        case PRICE -> liquidation.price = draft.price();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED || side == NameTable.UNKNOWN) {
      throw in.malformed();
    }
    liquidation.longPosition = side == BUY;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    for (int i = 0; i < liquidations.size(); i++) {
      Liquidation liquidation = liquidations.get(i);
      liquidation.instrument = instrument;
      listener.onLiquidation(liquidation);
    }
  }
}
