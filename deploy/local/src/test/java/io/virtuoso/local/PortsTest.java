package io.virtuoso.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.local.process.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {
  @Test
  void aPortIsTakenAsLongAsSomebodyListens() throws IOException {
    int port;
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = listener.getLocalPort();
      assertThat(Ports.obstacle(port)).contains("Port " + port + " is taken");
      assertThat(Ports.isAnswered(port)).isTrue();
      assertThat(Ports.freeNear(port)).isNotEqualTo(port);
    }
    assertThat(Ports.isFree(port)).isTrue();
    assertThat(Ports.isAnswered(port)).isFalse();
    assertThat(Ports.freeNear(port)).isEqualTo(port);
  }

  @Test
  void aListenerOnEveryAddressTakesThePortToo() throws IOException {
    try (ServerSocket listener = new ServerSocket(0)) {
      assertThat(Ports.isFree(listener.getLocalPort())).isFalse();
    }
  }

  @Test
  void theDocumentedPortsHoldUnlessTheEnvironmentNamesOthers() throws Exception {
    assertThat(PortPlan.usual(8001, Map.of()).fixed()).containsOnlyKeys(8001, 8003, 9001, 9003);
    PortPlan moved = PortPlan.usual(8101, Map.of("VIRTUOSO_ENGINE_PORT", "8103"));
    assertThat(moved.fixed()).containsOnlyKeys(8101, 8103, 9001, 9003);
    assertThat(PortPlan.usual(8001, Map.of("VIRTUOSO_SIMULATOR_PORT", "9871")).simulator())
        .isEqualTo(9871);
    assertThat(moved.engineUrl()).isEqualTo("http://127.0.0.1:8103");
  }

  @Test
  void onePortCannotServeTwo() throws Exception {
    PortPlan plan = PortPlan.usual(8003, Map.of());
    assertThatThrownBy(plan::fixed)
        .isInstanceOf(Options.Invalid.class)
        .hasMessageContainingAll("port 8003", "--port", "core-engine");
  }

  @Test
  void aVariableThatIsNoPortIsNamed() {
    assertThatThrownBy(() -> PortPlan.usual(8001, Map.of("VIRTUOSO_ENGINE_PORT", "x")))
        .hasMessage("VIRTUOSO_ENGINE_PORT is a number from 1 to 65535, not 'x'");
  }
}
