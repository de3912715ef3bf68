package io.virtuoso.simulator.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.simulator.wire.VenueId;
import org.junit.jupiter.api.Test;

class ConnectLimitTest {
  @Test
  void threeHundredInFiveMinutesAndNotOneMore() {
    ConnectLimit limit = new ConnectLimit();
    for (int i = 0; i < 300; i++) {
      assertThat(limit.admit(VenueId.BINANCE_SPOT, 600_000 + i)).isTrue();
    }
    assertThat(limit.admit(VenueId.BINANCE_SPOT, 899_999)).isFalse();
    assertThat(limit.admit(VenueId.BYBIT_LINEAR, 899_999)).isTrue();
    assertThat(limit.admit(VenueId.BINANCE_SPOT, 900_000)).isTrue();
  }
}
