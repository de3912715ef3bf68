package io.virtuoso.engine.inbound.exchange.bybit;

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
 * The REST list of bars, each {@code [start, open, high, low, close, volume, turnover]}, newest
 * first.
 */
final class BybitKlineAnswer implements Message {
  private final RestContext context;
  private final KlineRows rows = new KlineRows();

  BybitKlineAnswer(RestContext context) {
    this.context = context;
  }

  @Override
  public Outcome read(Draft draft) {
    return rows.read(draft, context, BybitKlineAnswer::readRowEnd);
  }

  private static void readRowEnd(Draft draft, Kline kline) {
    JsonCursor in = draft.in();
    in.requireElement();
    kline.quoteVolume = in.notNegative();
    while (in.nextElement()) {
      in.skip();
    }
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
