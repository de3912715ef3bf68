package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.Rows;

/**
 * {@code candle…}: {@code [open time, open, high, low, close, volume, in base, in quote, closed]}.
 * The volume of swaps is contracts.
 */
final class OkxKlines implements Message {
  private final OkxPush push;
  private final Rows<Kline> klines = new Rows<>(() -> new Kline(Draft.NOBODY));

  OkxKlines(OkxPush push) {
    this.push = push;
  }

  @Override
  public Outcome read(Draft draft) {
    JsonCursor in = draft.in();
    klines.clear();
    in.enterArray();
    while (in.nextElement()) {
      in.enterArray();
      KlineRows.row(draft, push.interval(), klines.add(), OkxKlines::readRowEnd);
    }
    return klines.outcome();
  }

  /** The same in the REST list, where the bar of now is not confirmed either. */
  static void readRowEnd(Draft draft, Kline kline) {
    JsonCursor in = draft.in();
    in.requireElement();
    in.skip();
    in.requireElement();
    kline.quoteVolume = in.notNegative();
    in.requireElement();
    kline.closed = in.count() == 1;
    while (in.nextElement()) {
      in.skip();
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
