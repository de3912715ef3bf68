package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;

/** {@code heartbeat}: once a second, the number of the last trade. */
final class CoinbaseHeartbeats implements Message {
  private static final NameTable NAMES = NameTable.of("product_id", "last_trade_id");
  private static final int SYMBOL = 0;
  private static final int LAST_TRADE = 1;
  private static final int REQUIRED = 0b11;

  private final CoinbaseProgress progress;
  private long lastTrade;

  CoinbaseHeartbeats(CoinbaseProgress progress) {
    this.progress = progress;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    long seen = 0;
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case SYMBOL -> draft.symbol();
        case LAST_TRADE -> lastTrade = in.count();
        default -> throw in.malformed();
      }
    }
    return (seen & REQUIRED) == REQUIRED ? Outcome.EVENTS : Outcome.REJECTED;
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    if (!progress.isWhole(instrument, lastTrade)) {
      listener.onFeedGap(instrument);
    }
  }
}
