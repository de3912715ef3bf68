package io.virtuoso.engine.inbound.exchange.bybit;

import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestAnswer;
import io.virtuoso.engine.inbound.exchange.RestContext;
import java.util.Map;

/** Bybit's REST answers, by the kinds that our client names. */
final class BybitRest {
  private BybitRest() {}

  static RestAnswer answers() {
    RestContext context = new RestContext();
    Message statistics = BybitAnswer.ofList(new BybitStatistics());
    return new RestAnswer(
        context,
        Map.of(
            "depth", BybitAnswer.of(new BybitDepthAnswer()),
            "klines", BybitAnswer.ofList(new BybitKlineAnswer(context)),
            "open_interest", statistics,
            "open_interest_history", statistics,
            "long_short_ratio", statistics,
            "funding_history", statistics));
  }
}
