package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.NameTable;
import io.virtuoso.engine.inbound.exchange.Rows;

/** {@code kline.N}: the state of a bar, {@code confirm} when it is closed. */
final class BybitKlines implements Message {
  private static final NameTable NAMES =
      NameTable.of("start", "open", "high", "low", "close", "volume", "confirm", "turnover");
  private static final int START = 0;
  private static final int OPEN = 1;
  private static final int HIGH = 2;
  private static final int LOW = 3;
  private static final int CLOSE = 4;
  private static final int VOLUME = 5;
  private static final int CONFIRM = 6;
  private static final int REQUIRED = 0b111_1111;
  private static final int TURNOVER = 7;

  private final BybitPush push;
  private final Rows<Kline> klines = new Rows<>(() -> new Kline(Draft.NOBODY));

  BybitKlines(BybitPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    klines.clear();
    in.enterArray();
    while (in.nextElement()) {
      readKline(draft, klines.add());
    }
    return klines.outcome();
  }

  private void readKline(Draft draft, Kline kline) {
    JsonCursor in = draft.in();
    long seen = 0;
    KlineRows.begin(kline, push.interval(), 0);
    in.enterObject();
    for (int name = in.nextName(NAMES); name != JsonCursor.END; name = in.nextName(NAMES)) {
      if (name == NameTable.UNKNOWN) {
        in.skip();
        continue;
      }
      seen = draft.once(seen, name);
      switch (name) {
        case START -> kline.openTimeMs = KlineRows.aligned(in.timeMs(), push.interval(), in);
        case OPEN -> kline.open = draft.price();
        case HIGH -> kline.high = draft.price();
        case LOW -> kline.low = draft.price();
        case CLOSE -> kline.close = draft.price();
        case VOLUME -> kline.volume = draft.quantity();
        case CONFIRM -> kline.closed = in.bool();
        case TURNOVER -> kline.quoteVolume = in.notNegative();
        default -> throw in.malformed();
      }
    }
    if ((seen & REQUIRED) != REQUIRED) {
      throw in.malformed();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    for (int i = 0; i < klines.size(); i++) {
      Kline kline = klines.get(i);
      kline.instrument = instrument;
      listener.onKline(kline);
    }
  }
}
