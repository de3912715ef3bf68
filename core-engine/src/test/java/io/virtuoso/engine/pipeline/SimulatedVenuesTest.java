package io.virtuoso.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.SimulatedMarket;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One symbol on three simulated venues. */
class SimulatedVenuesTest {
  private static final Symbol BTC = new Symbol("BTCUSDT");

  private final SimulatedMarket market =
      new SimulatedMarket(List.of("bybit-linear", "binance-usdm", "binance-spot"), List.of(BTC));

  @BeforeEach
  void start() throws IOException {
    market.start();
    until(data ->
        data.path("venues").size() == 3
            && data.get("venue").asText().equals("bybit-linear")
            && allLive(data));
  }

  @AfterEach
  void stop() {
    market.close();
  }

  private static boolean allLive(JsonNode data) {
    for (JsonNode venue : data.get("venues")) {
      if (!venue.get("state").asText().equals("live")) {
        return false;
      }
    }
    return true;
  }

  private void until(Predicate<JsonNode> wanted) {
    market.until(() -> {
      JsonNode data = data();
      return !data.isMissingNode() && wanted.test(data);
    });
  }

  private JsonNode data() {
    return market.data(DocumentKey.confluence(BTC));
  }

  @Test
  void theNextVenueLeadsWhileTheFirstOneStalls() {
    assertThat(data().get("fallback").isNull()).isTrue();
    assertThat(data().at("/venues/1/role").asText()).isEqualTo("counted");
    assertThat(data().at("/venues/2/off_bp").asDouble()).isBetween(-100.0, 100.0);

    market.fault("{'fault':'stall','venue':'bybit-linear','seconds':600}");
    until(data -> data.get("venue").asText().equals("binance-usdm"));
    JsonNode data = data();
    assertThat(data.at("/fallback/preferred").asText()).isEqualTo("bybit-linear");
    assertThat(data.at("/venues/0/role").asText()).isEqualTo("left_out");
    assertThat(data.at("/venues/0/state").asText()).isEqualTo("stalled");
    assertThat(data.at("/venues/0/flow_share").isNull()).isTrue();
    assertThat(data.at("/venues/2/role").asText()).isEqualTo("counted");

    market.heal();
    until(now -> now.get("venue").asText().equals("bybit-linear"));
    assertThat(data().get("fallback").isNull()).isTrue();
    assertThat(data().at("/venues/0/role").asText()).isEqualTo("leads");
  }
}
