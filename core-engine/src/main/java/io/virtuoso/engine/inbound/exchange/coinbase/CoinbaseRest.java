package io.virtuoso.engine.inbound.exchange.coinbase;

import io.virtuoso.engine.inbound.exchange.RestAnswer;
import io.virtuoso.engine.inbound.exchange.RestContext;
import java.util.Map;

/** Coinbase's REST answers, by the kinds that our client names. */
final class CoinbaseRest {
  private CoinbaseRest() {}

  static RestAnswer answers() {
    RestContext context = new RestContext();
    return new RestAnswer(context, Map.of("klines", new CoinbaseKlineAnswer(context)));
  }
}
