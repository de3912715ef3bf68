package io.virtuoso.engine.inbound.exchange.binance;

import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestAnswer;
import io.virtuoso.engine.inbound.exchange.RestContext;
import java.util.Map;

/** Binance's REST answers, by the kinds that our client names. */
final class BinanceRest {
  private BinanceRest() {}

  static RestAnswer answers(Message depth) {
    RestContext context = new RestContext();
    Message statistics = new BinanceStatistics();
    return new RestAnswer(
        context,
        Map.of(
            "depth", depth,
            "klines", new BinanceKlineAnswer(context),
            "open_interest", statistics,
            "open_interest_history", statistics,
            "long_short_ratio", statistics,
            "funding_history", statistics));
  }
}
