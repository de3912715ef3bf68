package io.virtuoso.gateway.serve.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Surroundings;
import java.net.InetAddress;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How many ranges of candles that nobody has asked for a client may have fetched: here five. */
@QuarkusTest
@TestProfile(RangeRateTest.Five.class)
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class RangeRateTest {
  private static final int MANY = 50;
  private static final InetAddress GREEDY = InetAddress.ofLiteral("127.5.0.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("127.5.0.2");

  @Surroundings.Around FakeEngine engine;

  @TestHTTPResource("/")
  URI base;

  /** So few that none comes back while a test runs. */
  public static final class Five implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "virtuoso.gateway.guard.range-rate", "1",
          "virtuoso.gateway.guard.range-burst", "5");
    }
  }

  @Test
  void whoeverAsksForEverNewRangesIsHeldToAFewOfThem() {
    long before = engine.asked(uri -> uri.contains("/candles"));
    int limited = 0;
    String first = "";
    for (int i = 0; i < MANY; i++) {
      String answer = ask(GREEDY, candles(i));
      if (answer.startsWith("HTTP/1.1 429 ")) {
        limited++;
        assertThat(answer)
            .containsIgnoringCase("\r\nRetry-After: ")
            .contains("application/problem+json", "\"rate_limited\"");
      } else if (i == 0) {
        first = answer.lines().findFirst().orElse("");
      }
    }
    long fetched = engine.asked(uri -> uri.contains("/candles")) - before;
    assertThat(limited).isBetween(MANY / 2, MANY - 5);
    assertThat(fetched).isLessThanOrEqualTo(MANY - limited);
    assertThat(first).isEqualTo("HTTP/1.1 404 Not Found");
    assertThat(ask(GREEDY, candles(0)))
        .as("what is known costs nothing, that there is none too")
        .startsWith("HTTP/1.1 404 ");
    assertThat(ask(GREEDY, "/api/status")).as("it is about ranges only").startsWith("HTTP/1.1 200");
    assertThat(ask(OTHER, candles(MANY))).as("another client").doesNotStartWith("HTTP/1.1 429");
  }

  private String ask(InetAddress from, String target) {
    return new Client(base)
        .raw(from, "GET " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  }

  private static String candles(int number) {
    long from = 1_700_000_040_000L + number * 60_000L;
    return "/api/market/BTCUSDT/candles?interval=1m&from=" + from + "&limit=5";
  }
}
