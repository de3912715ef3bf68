package io.virtuoso.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.simulator.market.Instrument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorCommandTest {
  @Test
  void readsItsOptions() {
    SimulatorSettings settings =
        SimulatorCommand.settings(
            "--port", "0", "--seed", "42", "--symbols", "BTCUSDT,PEPEUSDT", "--rate", "2.5");
    assertThat(settings.port()).isZero();
    assertThat(settings.seed()).isEqualTo(42);
    assertThat(settings.rate()).isEqualTo(2.5);
    assertThat(settings.instruments().stream().map(Instrument::symbol))
        .containsExactly("BTCUSDT", "PEPEUSDT");
    assertThat(SimulatorCommand.settings("--symbols", "30").instruments()).hasSize(30);
    assertThat(SimulatorCommand.settings()).isEqualTo(SimulatorSettings.defaults());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--port x",
        "--port 70000",
        "--rate 0",
        "--symbols 0",
        "--symbols 501",
        "--symbols btc",
        "--seed",
        "--what 1"
      })
  void namesMistakes(String line) {
    assertThatThrownBy(() -> SimulatorCommand.settings(line.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".{10,}");
  }
}
