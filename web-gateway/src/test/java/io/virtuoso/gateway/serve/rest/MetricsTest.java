package io.virtuoso.gateway.serve.rest;

import static io.virtuoso.gateway.fixture.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a scrape sees, and that nobody outside can make it see more. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class MetricsTest {
  private static final Pattern ROUTE = Pattern.compile("route=\"([^\"]*)\"");

  @TestHTTPResource("/")
  URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(base);
  }

  @Test
  void aRequestIsCountedUnderItsTemplate() {
    client.get("/api/dashboard/confluence/NOSUCH");
    client.get("/api/status");
    client.get("/api/no/such/path");
    await() // what is answered is counted a moment later
        .untilAsserted(() ->
            assertThat(scrape())
                .contains("route=\"/api/dashboard/confluence/{symbol}\"")
                .contains("virtuoso_request_seconds_count{route=\"/api/status\"")
                .contains("route=\"unrouted\",status=\"4xx\""));
    assertThat(scrape()).doesNotContain("NOSUCH", "no/such", "http_server_requests");
  }

  @Test
  void aStreamIsCountedWhenItEndsAndNeverTimed() throws IOException {
    String counted =
        "virtuoso_requests_total{outcome=\"none\",route=\"/api/stream\",status=\"2xx\"";
    String timed = "virtuoso_request_seconds_count{route=\"/api/stream\"";
    double before = value(counted);
    double timedBefore = value(timed);
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket
          .getOutputStream()
          .write("GET /api/stream?channel=scores HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    await().until(() -> value(counted) > before);
    assertThat(value(timed)).isEqualTo(timedBefore);
  }

  @Test
  void metricsAreOnTheManagementPortOnly() {
    assertThat(client.get("/q/metrics").statusCode()).isEqualTo(404);
    assertThat(new Client(management).get("/q/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void tenThousandHostilePathsMakeNoNewSeries() {
    storm(200, new Random(1)); // whatever refusals look like, they have been seen now
    Set<String> before = series();
    storm(10_000, new Random(2));
    Set<String> after = series();
    assertThat(routes(after)).isEqualTo(routes(before));
    after.removeAll(before);
    // a way of being refused that the first storm did not meet, never a path
    assertThat(after).hasSizeLessThan(20);
  }

  /** Pipelined, from addresses of its own, so that the rate limit is met as well. */
  private void storm(int count, Random random) {
    int batch = 100;
    for (int done = 0; done < count; done += batch) {
      StringBuilder requests = new StringBuilder();
      for (int each = 0; each < batch; each++) {
        requests
            .append("GET ")
            .append(hostile(random))
            .append(" HTTP/1.1\r\nHost: x\r\nConnection: ")
            .append(each == batch - 1 ? "close" : "keep-alive")
            .append("\r\n\r\n");
      }
      client.raw(address(random), requests.toString());
    }
  }

  private static String hostile(Random random) {
    String word = Long.toString(random.nextLong() >>> 1, 36);
    return switch (random.nextInt(8)) {
      case 0 -> "/" + word;
      case 1 -> "/api/" + word;
      case 2 -> "/api/dashboard/confluence/" + word.toUpperCase(java.util.Locale.ROOT);
      case 3 -> "/api/market/overview?" + word + "=1";
      case 4 -> "/assets/" + word + ".js";
      case 5 -> "/dashboard/symbol/" + word;
      case 6 -> "//api/" + word + "/%2e%2e";
      default -> "/api/market/" + word.toUpperCase(java.util.Locale.ROOT) + "/candles";
    };
  }

  private static InetAddress address(Random random) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 3, 3, (byte) (1 + random.nextInt(100))});
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The value of the series that begins so; 0 when there is none. */
  private double value(String series) {
    return scrape()
        .lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Every series of the gateway's own by name and labels, without its value. */
  private Set<String> series() {
    Set<String> names = new TreeSet<>();
    scrape()
        .lines()
        .filter(line -> line.startsWith("virtuoso_"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .forEach(names::add);
    return names;
  }

  private static Set<String> routes(Set<String> series) {
    Set<String> routes = new TreeSet<>();
    for (String each : series) {
      Matcher route = ROUTE.matcher(each);
      if (route.find()) {
        routes.add(route.group(1));
      }
    }
    return routes;
  }

  private String scrape() {
    return new String(new Client(management).get("/q/metrics").body(), UTF_8);
  }
}
