package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VenueSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "binance-spot, wss://stream.binance.com:9443, https://api.binance.com",
    "binance-usdm, wss://fstream.binance.com, https://fapi.binance.com",
    "bybit-linear, wss://stream.bybit.com, https://api.bybit.com"
  })
  void venuesAreAtTheirPublicAddressesUnlessToldOtherwise(String name, String ws, String rest) {
    VenueSettings settings = VenueSettings.of(name);
    assertThat(settings.name()).isEqualTo(name);
    assertThat(settings.socketUrl()).isEqualTo(ws);
    assertThat(settings.restUrl()).isEqualTo(rest);
    assertThat(settings.timings()).isEqualTo(Timings.USUAL);
  }

  @ParameterizedTest
  @CsvSource({
    "wss://stream.bybit.com, true, 443, /v5/public/linear",
    "wss://stream.bybit.com/v5/public/linear, true, 443, /v5/public/linear",
    "ws://127.0.0.1:9870/bybit-linear, false, 9870, /bybit-linear/v5/public/linear",
    "ws://127.0.0.1/bybit-linear/, false, 80, /bybit-linear/v5/public/linear"
  })
  void pathsAreAppendedToBaseAddresses(String url, boolean secure, int port, String path) {
    Endpoint endpoint = Endpoint.of(url);
    assertThat(endpoint.secure()).isEqualTo(secure);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.below("/v5/public/linear")).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a",
        "ws:",
        "ws://",
        "stream.binance.com",
        "ws://a?x=1",
        "ws://a#b",
        "ws://u:p@a",
        ""
      })
  void whatIsNoBaseAddressIsRefused(String url) {
    VenueSettings settings = VenueSettings.of(Exchange.BINANCE_SPOT);
    assertThatThrownBy(() -> settings.at(url, settings.restUrl()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addressesOfTheWrongKindAreRefused() {
    VenueSettings settings = VenueSettings.of(Exchange.BINANCE_SPOT);
    assertThatThrownBy(() -> settings.at(settings.restUrl(), settings.socketUrl()))
        .hasMessageContaining("begins with ws");
    assertThatThrownBy(() -> VenueSettings.of("mtgox")).hasMessageContaining("mtgox");
    assertThatThrownBy(() -> settings.sized(0, 1000)).isInstanceOf(IllegalArgumentException.class);
  }
}
