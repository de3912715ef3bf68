package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.JsonCursor;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestContext;

/**
 * The REST list of bars, each {@code [open time, open, high, low, close, volume, close time, quote
 * volume, trades, taker buy volume, …]}, oldest first.
 */
final class BinanceKlineAnswer implements Message {
  private final RestContext context;
  private final KlineRows rows = new KlineRows();

  BinanceKlineAnswer(RestContext context) {
    this.context = context;
  }

  @Override
  public Outcome read(Draft draft) {
    return rows.read(draft, context, BinanceKlineAnswer::readRowEnd);
  }

  private static void readRowEnd(Draft draft, Kline kline) {
    JsonCursor in = draft.in();
    in.requireElement();
    in.skip();
    in.requireElement();
    kline.quoteVolume = in.number();
    in.requireElement();
    kline.trades = in.count();
    in.requireElement();
    kline.takerBuyVolume = draft.quantity();
    while (in.nextElement()) {
      in.skip();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
