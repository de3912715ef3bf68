package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.event.TradeBatch;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/**
 * {@code match}: one match; the side is the maker's. {@code last_match}, sent once after
 * subscribing, is of the past: it only tells where the numbers stand.
 */
final class CoinbaseMatches implements Message {
  private static final NameTable NAMES =
      NameTable.of("product_id", "trade_id", "side", "size", "price", "time");
  private static final int SYMBOL = 0;
  private static final int ID = 1;
  private static final int SIDE = 2;
  private static final int SIZE = 3;
  private static final int PRICE = 4;
  private static final int TIME = 5;
  private static final int REQUIRED = 0b111111;

  private static final NameTable SIDES = NameTable.of("buy", "sell");
  private static final int SELL = 1;

  private final CoinbaseProgress progress;
  private final boolean isNew;
  private final TradeBatch trades = new TradeBatch(Draft.NOBODY);

  /** The message that tells of a new trade, or the one that tells of the last before it. */
  CoinbaseMatches(CoinbaseProgress progress, boolean isNew) {
    this.progress = progress;
    this.isNew = isNew;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    long id = 0;
    int side = NameTable.UNKNOWN;
    long size = 0;
    long price = 0;
    long time = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case ID -> id = in.count();
        case SIDE -> side = in.string(SIDES);
        case SIZE -> size = draft.traded();
        case PRICE -> price = draft.price();
        case TIME -> time = in.isoTimeMs();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED || side == NameTable.UNKNOWN) {
      return Outcome.REJECTED;
    }
    trades.reset(Draft.NOBODY);
    trades.add(id, time, price, size, side == SELL);
    return Outcome.EVENTS;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    progress.reached(instrument, trades.id(0));
    if (isNew) {
      trades.instrument = instrument;
      listener.onTrades(trades);
    }
  }
}
