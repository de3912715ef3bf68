package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code trade}: matches with their taker's side. The snapshot is of the past and left out. */
final class KrakenTrades implements Message {
  private static final NameTable NAMES =
      NameTable.of("symbol", "side", "price", "qty", "trade_id", "timestamp");
  private static final int SYMBOL = 0;
  private static final int SIDE = 1;
  private static final int PRICE = 2;
  private static final int QUANTITY = 3;
  private static final int ID = 4;
  private static final int TIME = 5;
  private static final int REQUIRED = 0b111111;

  private static final NameTable SIDES = NameTable.of("buy", "sell");
  private static final int BUY = 0;

  private final KrakenPush push;
  private final TradeBatch trades = new TradeBatch(Draft.NOBODY);

  KrakenTrades(KrakenPush push) {
    this.push = push;
  }

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
    int side = NameTable.UNKNOWN;
    long price = 0;
    long quantity = 0;
    long id = 0;
    long time = 0;
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
        case PRICE -> price = draft.price();
        case QUANTITY -> quantity = draft.traded();
        case ID -> id = in.count();
        case TIME -> time = in.isoTimeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED
        || side == NameTable.UNKNOWN
        || trades.size() == Draft.MAX_ROWS) {
      throw in.malformed();
    }
    trades.add(id, time, price, quantity, side == BUY);
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    if (!push.isSnapshot()) {
      trades.instrument = instrument;
      listener.onTrades(trades);
    }
  }
}
