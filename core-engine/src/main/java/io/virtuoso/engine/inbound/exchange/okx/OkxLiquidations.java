package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Liquidation;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.Rows;

/**
 * {@code liquidation-orders}: of a whole kind of instruments, so most are of none of ours. The
 * position's side counts; where positions are net, the order's side is its opposite. Sizes are
 * contracts, the price where the position was bankrupt.
 */
final class OkxLiquidations implements Message {
  private static final NameTable OUTER = NameTable.of("instId", "details");
  private static final int SYMBOL = 0;
  private static final int DETAILS = 1;
  private static final int BOTH = 0b11;

  private static final NameTable NAMES = NameTable.of("side", "posSide", "bkPx", "sz", "ts");
  private static final int SIDE = 0;
  private static final int POSITION = 1;
  private static final int PRICE = 2;
  private static final int SIZE = 3;
  private static final int TIME = 4;
  private static final int REQUIRED = 0b11111;

  private static final NameTable SIDES = NameTable.of("buy", "sell");
  private static final int SELL = 1;
  private static final NameTable POSITIONS = NameTable.of("long", "short", "net");
  private static final int LONG = 0;
  private static final int NET = 2;

  private final Rows<Liquidation> liquidations = new Rows<>(() -> new Liquidation(Draft.NOBODY));

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    liquidations.clear();
    in.enterArray();
    while (in.nextElement()) {
      long seen = 0;
      in.enterObject();
      for (int name = in.nextName(OUTER); name != JsonCursor.END; name = in.nextName(OUTER)) {
        if (name == NameTable.UNKNOWN) {
          in.skip();
          continue;
        }
        seen = draft.once(seen, name);
        switch (name) {
          case SYMBOL -> draft.symbol();
          case DETAILS -> readDetails(draft);
          default -> throw in.malformed();
        }
      }
      if (seen != BOTH) {
        throw in.malformed();
      }
    }
    return liquidations.outcome();
  }

  private void readDetails(Draft draft) {
    JsonCursor in = draft.in();
    in.enterArray();
    while (in.nextElement()) {
      readLiquidation(draft, liquidations.add());
    }
  }

  private static void readLiquidation(Draft draft, Liquidation liquidation) {
    JsonCursor in = draft.in();
    long seen = 0;
    int side = NameTable.UNKNOWN;
    int position = NameTable.UNKNOWN;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SIDE -> side = in.string(SIDES);
        case POSITION -> position = in.string(POSITIONS);
        case PRICE -> liquidation.price = draft.price();
        case SIZE -> liquidation.quantity = draft.traded();
        case TIME -> liquidation.eventTimeMs = in.timeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED
        || side == NameTable.UNKNOWN
        || position == NameTable.UNKNOWN) {
      throw in.malformed();
    }
    liquidation.longPosition = position == NET ? side == SELL : position == LONG;
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
