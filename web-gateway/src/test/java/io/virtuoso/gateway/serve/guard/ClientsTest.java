package io.virtuoso.gateway.serve.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsTest {
  private static final Clients BEHIND_PROXIES =
      new Clients(new TrustedProxies(List.of("10.0.0.0/8", "192.168.1.1", "fd00::/8")));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.9|X-Forwarded-For|198.51.100.7|203.0.113.9",
        "10.1.2.3|X-Forwarded-For|198.51.100.7|198.51.100.7",
        "10.1.2.3|X-Forwarded-For|6.6.6.6, 198.51.100.7|198.51.100.7",
        "10.1.2.3|X-Forwarded-For|6.6.6.6, 198.51.100.7, 10.9.9.9, 192.168.1.1|198.51.100.7",
        "10.1.2.3|X-Forwarded-For|10.9.9.9|10.9.9.9",
        "10.1.2.3|X-Forwarded-For|198.51.100.7, unknown|10.1.2.3",
        "10.1.2.3|X-Forwarded-For|198.51.100.7:4711|198.51.100.7",
        "10.1.2.3|X-Forwarded-For|' '|10.1.2.3",
        "10.1.2.3|Forwarded|for=6.6.6.6, for=198.51.100.7;proto=https;by=10.0.0.1|198.51.100.7",
        "10.1.2.3|Forwarded|For=\"[2001:db8:1:2::7]:4711\"|20010db800010002",
        "10.1.2.3|X-Real-IP|198.51.100.7|10.1.2.3",
        "fd00::1|X-Forwarded-For|2001:db8:1:2:3:4:5:6|20010db800010002",
        "192.168.1.2|X-Forwarded-For|198.51.100.7|192.168.1.2"
      })
  void theLastAddressThatIsNoProxysCounts(String peer, String header, String value, String client) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, value);
    assertThat(BEHIND_PROXIES.of(SocketAddress.inetSocketAddress(80, peer), headers))
        .isEqualTo(client);
  }

  @Test
  void withoutTrustedProxiesNoHeaderCounts() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", "6.6.6.6");
    assertThat(
            new Clients(new TrustedProxies(List.of()))
                .of(SocketAddress.inetSocketAddress(80, "10.1.2.3"), headers))
        .isEqualTo("10.1.2.3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "proxy.example", "10.0.0.0/-1", "10.0.0/8/8", ""})
  void whatIsNoNetworkStopsTheStart(String network) {
    assertThatThrownBy(() -> new TrustedProxies(List.of(network)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
