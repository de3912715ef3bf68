package io.virtuoso.gateway.serve.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.MultiMap;
import io.virtuoso.gateway.fixture.FakeClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
  private final FakeClock clock = new FakeClock();
  private final ClientRate rate = new ClientRate(100, 200, 1_000, clock, new SimpleMeterRegistry());

  @Test
  void aBurstIsAllowedAndThenTheRate() {
    assertThat(admitted("10.0.0.1", 300)).isEqualTo(200);
    clock.advance(Duration.ofMillis(500));
    assertThat(admitted("10.0.0.1", 300)).isEqualTo(50);
    assertThat(admitted("10.0.0.2", 100)).isEqualTo(100);
  }

  @Test
  void addressesThatOneClientCanChooseCountAsOne() {
    assertThat(admitted("2001:db8:1:2:3:4:5:6", 200)).isEqualTo(200);
    assertThat(admitted("2001:db8:1:2:ffff::1", 10)).isZero();
    assertThat(admitted("2001:db8:1:3::1", 10)).isEqualTo(10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.7:8001",
        "127.0.0.1:8001",
        "192.0.2.7",
        "[2001:db8::7]:8001",
        "localhost"
      })
  void thePageOfAnAddressMayOpenTheStreamThere(String host) {
    OriginCheck check = new OriginCheck(Optional.empty(), true);
    assertThat(check.allows("http://" + host, host)).isTrue();
    assertThat(check.allows("https://" + host, host)).isTrue();
    assertThat(check.allows("https://" + host + "0", host)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "",
        "http://evil.example",
        "http://192.0.2.7",
        "http://192.0.2.7:8002",
        "http://192.0.2.7:8001.evil.example",
        "http://evil.example/http://192.0.2.7:8001",
        "HTTP://192.0.2.7:8001",
        "ftp://192.0.2.7:8001",
        "http://user@192.0.2.7:8001",
        "http://192.0.2.7:8001/",
        "http://192.0.2.7:8001, http://evil.example"
      })
  void noOtherPageMay(String origin) {
    OriginCheck check = new OriginCheck(Optional.empty(), true);
    assertThat(check.allows(origin, "192.0.2.7:8001")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:8001",
        "evil.example",
        "localhost.evil.example:8001",
        "192.0.2.7.evil.example",
        "[evil.example]:8001",
        "2001:db8::7",
        ""
      })
  void aNameThatNobodyConfiguredMayLeadHereFromAnywhere(String host) {
    OriginCheck check = new OriginCheck(Optional.empty(), true);
    assertThat(check.allows("http://" + host, host)).isFalse();
    assertThat(
            new OriginCheck(Optional.of(List.of("http://" + host)), true)
                .allows("http://" + host, host))
        .isTrue();
  }

  @Test
  void aConfiguredListIsTheWholeList() {
    OriginCheck check = new OriginCheck(Optional.of(List.of("https://app.example")), true);
    assertThat(check.allows("https://app.example", "box.example:8001")).isTrue();
    assertThat(check.allows("http://box.example:8001", "box.example:8001")).isFalse();
  }

  private long admitted(String client, int requests) {
    return IntStream.range(0, requests)
        .filter(i -> rate.admits(ClientAddress.group(client), MultiMap.caseInsensitiveMultiMap()))
        .count();
  }
}
