package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code trades}: matches with their taker's side. Several at one price may come as one, with the
 * number of the last and their count. Sizes of swaps are contracts.
 */
final class OkxTrades implements Message {
  private static final NameTable NAMES =
      NameTable.of("tradeId", "px", "sz", "side", "ts", "instId", "count");
  private static final int ID = 0;
  private static final int PRICE = 1;
  private static final int SIZE = 2;
  private static final int SIDE = 3;
  private static final int TIME = 4;
  private static final int REQUIRED = 0b11111;
  private static final int SYMBOL = 5;
  private static final int COUNT = 6;

  private static final NameTable SIDES = NameTable.of("buy", "sell");
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
    long id = 0;
    long count = 1;
    long price = 0;
    long size = 0;
    long time = 0;
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
        case ID -> id = in.count();
        case COUNT -> count = in.skipNone() ? 1 : in.count();
        case PRICE -> price = draft.price();
        case SIZE -> size = draft.traded();
        case SIDE -> side = in.string(SIDES);
        case TIME -> time = in.timeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED
        || side == NameTable.UNKNOWN
        || count < 1
        || count > id + 1
        || trades.size() == Draft.MAX_ROWS) {
      throw in.malformed();
    }
    trades.add(id - count + 1, id, time, price, size, side == BUY);
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    trades.instrument = instrument;
    listener.onTrades(trades);
  }
}
