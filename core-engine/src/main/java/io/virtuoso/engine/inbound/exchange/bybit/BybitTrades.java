package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code publicTrade}: up to 1024 matches, each with its taker's side; their ids are UUIDs. */
final class BybitTrades implements Message {
  private static final NameTable NAMES = NameTable.of("T", "S", "v", "p", "s");
  private static final int TIME = 0;
  private static final int SIDE = 1;
  private static final int SIZE = 2;
  private static final int PRICE = 3;
  private static final int REQUIRED = 0b1111;
  private static final int SYMBOL = 4;

  private static final NameTable SIDES = NameTable.of("Buy", "Sell");
  private static final int BUY = 0;

  private final TradeBatch trades = new TradeBatch(Draft.NOBODY);

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    trades.reset(Draft.NOBODY);
    in.enterArray();
    while (in.nextElement()) {
      readTrade(draft);
    }
    return trades.size() == 0 ? Outcome.IGNORED : Outcome.EVENTS;
  }

  private void readTrade(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    long time = 0;
    int side = NameTable.UNKNOWN;
    long price = 0;
    long size = 0;
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case TIME -> time = in.timeMs();
        case SIDE -> side = in.string(SIDES);
        case SIZE -> size = draft.traded();
        case PRICE -> price = draft.price();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED
        || side == NameTable.UNKNOWN
        || trades.size() == Draft.MAX_ROWS) {
      throw in.malformed();
    }
    trades.add(TradeBatch.NO_ID, time, price, size, side == BUY);
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    trades.instrument = instrument;
    listener.onTrades(trades);
  }
}
