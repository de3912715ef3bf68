package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestContext;
import io.virtuoso.model.Interval;

/**
 * The REST list of bars, each {@code [open time in s, low, high, open, close, volume]}, newest
 * first. Minutes without a trade are not in it.
 */
final class CoinbaseKlineAnswer implements Message {
  private final RestContext context;
  private final KlineRows rows = new KlineRows();

  CoinbaseKlineAnswer(RestContext context) {
    this.context = context;
  }

  @Override
  public Outcome read(Draft draft) {
    return rows.read(draft, context, CoinbaseKlineAnswer::readRow);
  }

  private static void readRow(Draft draft, Interval interval, Kline kline) {
    JsonCursor in = draft.in();
    in.requireElement();
    KlineRows.begin(kline, interval, KlineRows.aligned(in.timeSeconds() * 1000, interval, in));
    in.requireElement();
    kline.low = draft.price();
    in.requireElement();
    kline.high = draft.price();
    in.requireElement();
    kline.open = draft.price();
    in.requireElement();
    kline.close = draft.price();
    in.requireElement();
    kline.volume = draft.quantity();
    while (in.nextElement()) {
      in.skip();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
