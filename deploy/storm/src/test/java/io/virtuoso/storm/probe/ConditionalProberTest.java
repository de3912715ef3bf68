package io.virtuoso.storm.probe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConditionalProberTest {
  private static final String NOTHING = "W/\"0\"";
  private static final String TAG = "W/\"1\"";
  private final Instant asOf = Instant.now().minusSeconds(60).truncatedTo(ChronoUnit.MILLIS);

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private volatile String body =
      "{\"data\":{},\"meta\":{\"key\":\"dashboard/overview\",\"version\":1,\"as_of\":\"%s\"}}"
          .formatted(DocumentJson.time(asOf));
  private volatile String stateOfUnchanged = "stale";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatIsHeldIsAskedForByItsTag() throws Exception {
    Findings found = probe(() -> countOf(TAG) >= 2);
    assertThat(asked).startsWith(NOTHING).endsWith(TAG).containsOnly(NOTHING, TAG);
    assertThat(found.count(Verdict.STALE)).isEqualTo(found.count());
  }

  @Test
  void anUnchangedAnswerIsJudgedByTheTimeOfWhatIsHeld() throws Exception {
    stateOfUnchanged = "live";
    Findings found = probe(() -> countOf(TAG) >= 2);
    assertThat(found.count(Verdict.DISHONEST)).isEqualTo(countOf(TAG));
    assertThat(found.count(Verdict.STALE)).isEqualTo(countOf(NOTHING));
    assertThat(found.complaints()).contains("live at an age of");
  }

  @Test
  void whatCouldNotBeJudgedIsNotHeld() throws Exception {
    body = "{}";
    Findings found = probe(() -> asked.size() >= 6);
    assertThat(found.count(Verdict.FAILED)).isEqualTo(found.count());
    assertThat(asked).containsOnly(NOTHING);
  }

  private long countOf(String tag) {
    return asked.stream().filter(tag::equals).count();
  }

  private Findings probe(Callable<Boolean> enough) throws InterruptedException {
    Judge judge = new Judge(Map.of(DocumentClass.DASHBOARD_DATA, new Judge.Limits(2_000, 10_000)));
    List<Route> routes = List.of(Route.of("/", DocumentKey.DASHBOARD_OVERVIEW).conditional());
    try (Client client = new Client("127.0.0.2", server.getAddress().getPort())) {
      Prober prober = new Prober(client, judge, routes, 20, Duration.ofMinutes(1), 1).start();
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(enough);
      return prober.stop();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
    boolean unchanged = tag.equals(TAG);
    asked.add(tag);
    exchange.getResponseHeaders().set("ETag", TAG);
    exchange
        .getResponseHeaders()
        .set("Age", Long.toString(Duration.between(asOf, Instant.now()).toSeconds()));
    exchange.getResponseHeaders().set("Data-State", unchanged ? stateOfUnchanged : "stale");
    if (unchanged) {
      exchange.sendResponseHeaders(304, -1);
    } else {
      byte[] bytes = body.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
