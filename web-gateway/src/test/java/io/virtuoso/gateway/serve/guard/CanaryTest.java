package io.virtuoso.gateway.serve.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.ScoreTable;
import io.virtuoso.gateway.fixture.Surroundings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What must never get out, and where nothing must ever go. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class CanaryTest {
  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(base);
    CircuitBreakerMaintenance.get().resetAll();
  }

  @Test
  void nothingInARequestChoosesWhomWeCall() throws Exception {
    try (ServerSocket canary = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      canary.setSoTimeout(300);
      String there = "127.0.0.1:" + canary.getLocalPort();
      ScoreTable.publish(redis, client, "LUREUSDT"); // a key that no test publishes
      String lure = "/api/dashboard/confluence/LUREUSDT";
      engine.behaves(
          lure,
          request ->
              request
                  .response()
                  .setStatusCode(302)
                  .putHeader("Location", "http://" + there + "/")
                  .end());
      String[] requests = {
        "GET " + lure + " HTTP/1.1\r\nHost: h\r\n",
        "GET " + lure + " HTTP/1.1\r\nHost: " + there + "\r\n",
        "GET " + lure + "?url=http://" + there + "/ HTTP/1.1\r\nHost: h\r\n",
        "GET http://" + there + lure + " HTTP/1.1\r\nHost: h\r\n",
        "GET //" + there + lure + " HTTP/1.1\r\nHost: h\r\n",
        "GET /api/dashboard/confluence/" + there + " HTTP/1.1\r\nHost: h\r\n",
        "GET " + lure + " HTTP/1.1\r\nHost: h\r\nX-Forwarded-Host: " + there + "\r\n",
        "GET " + lure + " HTTP/1.1\r\nHost: h\r\nForwarded: host=" + there + "\r\n",
        "CONNECT " + there + " HTTP/1.1\r\nHost: " + there + "\r\n"
      };
      for (String request : requests) {
        assertThat(client.raw(request + "Connection: close\r\n\r\n"))
            .doesNotContain("HTTP/1.1 200")
            .doesNotContain("HTTP/1.1 30");
      }
      assertThat(engine.asked(lure)).as("the lure was met").isPositive();
      assertThat(calls(canary)).isZero();
    }
  }

  @Test
  void oddHeadersChangeNoByteOfWhatIsCached() {
    ScoreTable.publish(redis, client, "AAAUSDT", "BTCUSDT");
    String get = "GET /api/market/symbols HTTP/1.1\r\nHost: %s\r\n%sConnection: close\r\n\r\n";
    String plain = body(client.raw(get.formatted("h", "")));
    for (String odd :
        List.of(
            "X-Forwarded-Host: evil.example",
            "X-Forwarded-Host: \"><svg onload=alert(1)>",
            "X-Forwarded-Proto: javascript",
            "X-Forwarded-Port: 1",
            "X-Forwarded-Prefix: /evil",
            "X-Forwarded-Server: evil.example",
            "X-Forwarded-For: 6.6.6.6",
            "Forwarded: for=6.6.6.6;host=evil.example",
            "X-Original-URL: /api/status",
            "X-Rewrite-URL: /api/status",
            "X-Host: evil.example",
            "X-HTTP-Method-Override: DELETE",
            "X-Real-IP: 6.6.6.6",
            "Cookie: session=1; __proto__=1",
            "Accept-Language: tlh",
            "Range: bytes=0-3",
            "Pragma: no-cache",
            "Cache-Control: no-cache, no-store",
            "Via: 1.1 evil",
            "X-Version: \u00e9\u00ff")) {
      assertThat(body(client.raw(get.formatted("evil.example", odd + "\r\n"))))
          .as(odd)
          .isEqualTo(plain);
    }
    assertThat(body(client.raw(get.formatted("h", "")))).isEqualTo(plain);
  }

  @Test
  void keysAppearInNoAnswerNoMetricAndNoLog() throws Exception {
    String hash = Keys.line("operator", "admin", Keys.ADMIN).split(":", -1)[2];
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = new Listener(logged);
    Logger.getLogger("").addHandler(listener);
    StringBuilder seen = new StringBuilder();
    try {
      InetAddress guesser = InetAddress.getByName("127.0.0.41");
      for (String target : List.of("/api/status", "/api/nowhere", "/api/cache/ttl", "/x%zz")) {
        for (String key :
            List.of(Keys.ADMIN, Keys.USER, Keys.WRONG, "%0d%0aSET x 1" + Keys.WRONG)) {
          seen.append(client.raw(guesser, put(target, key)));
        }
      }
      for (String target : List.of("/q/metrics", "/q/health", "/q/info")) {
        seen.append(new String(new Client(management).get(target).body(), ISO_8859_1));
      }
      seen.append(new String(client.get("/api/openapi.json").body(), ISO_8859_1));
    } finally {
      Logger.getLogger("").removeHandler(listener);
    }
    String lines = String.join("\n", logged);
    for (String secret : List.of(Keys.ADMIN, Keys.USER, Keys.WRONG, hash)) {
      assertThat(seen.toString()).doesNotContain(secret);
      assertThat(lines).doesNotContain(secret);
    }
    assertThat(lines)
        .as(seen.toString())
        .doesNotContain("\nSET x")
        .contains("keeps trying API keys");
  }

  private static final class Listener extends Handler {
    private final Queue<String> lines;

    Listener(Queue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void publish(LogRecord line) {
      lines.add(
          line.getMessage() + " " + Arrays.toString(line.getParameters()) + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static String put(String target, String key) {
    return "PUT "
        + target
        + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer "
        + key
        + "\r\nContent-Type: application/json\r\nContent-Length: 4\r\n"
        + "Connection: close\r\n\r\n{\"x\"";
  }

  private static int calls(ServerSocket canary) {
    int calls = 0;
    try {
      while (true) {
        canary.accept().close();
        calls++;
      }
    } catch (IOException quiet) {
      return calls;
    }
  }

  private static String body(String answer) {
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }
}
