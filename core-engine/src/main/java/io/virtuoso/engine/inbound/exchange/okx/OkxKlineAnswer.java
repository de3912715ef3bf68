package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.MarketListener;
import io.virtuoso.engine.inbound.exchange.Draft;
import io.virtuoso.engine.inbound.exchange.FrameDecoder.Outcome;
import io.virtuoso.engine.inbound.exchange.KlineRows;
import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestContext;

/** The REST list of bars, as {@link OkxKlines} has them, newest first. */
final class OkxKlineAnswer implements Message {
  private final RestContext context;
  private final KlineRows rows = new KlineRows();

  OkxKlineAnswer(RestContext context) {
    this.context = context;
  }

  @Override
  public Outcome read(Draft draft) {
    return rows.read(draft, context, OkxKlines::readRowEnd);
  }

  @Override
  public void deliver(Instrument instrument, MarketListener listener) {
    rows.deliver(instrument, listener);
  }
}
