package io.virtuoso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Settings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  @Test
  void defaultsAreTheDocumentedOnes() {
    GatewaySettings settings = Settings.of(Map.of());
    assertThat(settings.redis().budget()).isEqualTo(Duration.ofMillis(50));
    assertThat(settings.memcached().budget()).isEqualTo(Duration.ofMillis(50));
    assertThat(settings.memcached().connectTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.memcached().maxInFlight()).isEqualTo(16);
    assertThat(settings.memcached().address()).isEmpty();
    assertThat(settings.updates().silence()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.engine().maxBody().asLongValue()).isEqualTo(4L << 20);
    assertThat(settings.guard().rate()).isEqualTo(100);
    assertThat(settings.guard().burst()).isEqualTo(200);
    assertThat(settings.stream().heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.stream().maxSubscriptions()).isEqualTo(50);
    assertThat(settings.stream().maxMessagesPerSecond()).isEqualTo(20);
  }
}
