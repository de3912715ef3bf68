package io.virtuoso.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.route.DocumentClass;
import io.virtuoso.gateway.route.Freshness;
import io.virtuoso.gateway.route.Limits;
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

  @Test
  void limitsFollowTheContractUnlessConfigured() {
    Freshness freshness =
        new Freshness(
            new FakeClock(),
            Settings.of(Map.of("virtuoso.gateway.freshness.confluence.soft", "2s")).freshness());
    assertThat(freshness.of(DocumentClass.CONFLUENCE)).isEqualTo(new Limits(2_000, 5_000, 900_000));
    assertThat(freshness.of(DocumentClass.DASHBOARD)).isEqualTo(new Limits(2_000, 10_000, 900_000));
    assertThat(freshness.of(DocumentClass.STATUS)).isEqualTo(new Limits(1_000, 5_000, 900_000));
  }

  @Test
  void aLimitForNoDocumentClassStopsTheStart() {
    GatewaySettings settings =
        Settings.of(Map.of("virtuoso.gateway.freshness.confluense.soft", "2s"));
    assertThatThrownBy(() -> new Freshness(new FakeClock(), settings.freshness()))
        .hasMessageContaining("confluense");
  }
}
