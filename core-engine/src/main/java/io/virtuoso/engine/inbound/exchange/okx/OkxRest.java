package io.virtuoso.engine.inbound.exchange.okx;

import io.virtuoso.engine.inbound.exchange.Message;
import io.virtuoso.engine.inbound.exchange.RestAnswer;
import io.virtuoso.engine.inbound.exchange.RestContext;
import java.util.Map;

/** OKX's REST answers, by the kinds that our client names. */
final class OkxRest {
  private OkxRest() {}

  static RestAnswer answers() {
    RestContext context = new RestContext();
    Message states = new OkxAnswer(OkxStatistics.ofObjects());
    return new RestAnswer(
        context,
        Map.of(
            "klines", new OkxAnswer(new OkxKlineAnswer(context)),
            "open_interest", states,
            "funding_history", states,
            "open_interest_history", new OkxAnswer(OkxStatistics.ofInterest()),
            "long_short_ratio", new OkxAnswer(OkxStatistics.ofRatios())));
  }
}
