package io.virtuoso.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.gateway.fixture.Settings;
import java.time.Duration;
import java.util.List;
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
    assertThat(settings.updates().poll()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.patience()).isEqualTo(Duration.ofMillis(50));
    assertThat(settings.warmStart()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.retryAfter()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.updates().silence()).isEqualTo(Duration.ofSeconds(3));
    assertThat(settings.engine().maxBody().asLongValue()).isEqualTo(4L << 20);
    assertThat(settings.guard().rate()).isEqualTo(100);
    assertThat(settings.guard().burst()).isEqualTo(200);
    assertThat(settings.stream().heartbeat()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.stream().maxSubscriptions()).isEqualTo(50);
    assertThat(settings.stream().maxMessagesPerSecond()).isEqualTo(20);
  }

  @Test
  void memcachedMayHaveSeveralNodes() {
    GatewaySettings settings =
        Settings.of(Map.of("virtuoso.gateway.memcached.address", "10.0.0.1:11211,10.0.0.2:11211"));
    assertThat(settings.memcached().address())
        .contains(List.of("10.0.0.1:11211", "10.0.0.2:11211"));
  }
}
