package io.virtuoso.engine.inbound.exchange.kraken;

import io.virtuoso.engine.inbound.exchange.RestAnswer;
import io.virtuoso.engine.inbound.exchange.RestContext;
import java.util.Map;

/** Kraken's REST answers, by the kinds that our client names. */
final class KrakenRest {
  private KrakenRest() {}

  static RestAnswer answers() {
    RestContext context = new RestContext();
    return new RestAnswer(context, Map.of("klines", new KrakenKlineAnswer(context)));
  }
}
