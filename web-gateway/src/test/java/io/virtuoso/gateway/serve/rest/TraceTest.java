package io.virtuoso.gateway.serve.rest;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.ScoreTable;
import io.virtuoso.gateway.fixture.Surroundings;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  private Client client;

  @BeforeEach
  void connect() {
    client = new Client(base);
    CircuitBreakerMaintenance.get().resetAll();
  }

  @Test
  void aProblemNamesTheCallersTrace() {
    HttpResponse<byte[]> answer = client.get("/api/nowhere", "traceparent", PARENT);
    assertThat(json(answer).get("trace_id").asText()).isEqualTo(TRACE);
    assertThat(header(answer, "traceresponse"))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
        .doesNotContain("00f067aa0ba902b7");
  }

  @Test
  void theEngineIsAskedWithinTheCallersTrace() {
    List<String> heard = new CopyOnWriteArrayList<>();
    ScoreTable.publish(redis, client, "BTCUSDT");
    String target = "/api/market/BTCUSDT/candles?interval=1m&from=1800000&to=2400000&limit=9";
    engine.behaves(
        target,
        request -> {
          heard.add(request.getHeader("traceparent") + " " + request.getHeader("tracestate"));
          request.response().setStatusCode(404).end();
        });
    client.get(target, "traceparent", PARENT, "tracestate", "vendor=1");
    assertThat(heard).isNotEmpty();
    assertThat(heard.getFirst())
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01 vendor=1")
        .doesNotContain("00f067aa0ba902b7");
  }

  @Test
  void whatIsNoTraceIsReplacedByOneOfOurOwn() {
    HttpResponse<byte[]> answer = client.get("/api/nowhere", "traceparent", PARENT + "-extra");
    assertThat(json(answer).get("trace_id").asText()).matches("[0-9a-f]{32}").isNotEqualTo(TRACE);
  }

  @Test
  void whoSendsNoTraceIsToldNoneUnlessSomethingIsWrong() {
    HttpResponse<byte[]> answer = client.get("/api/status");
    assertThat(header(answer, "traceresponse")).isEmpty();
    assertThat(header(answer, "X-Trace-Id")).isEmpty();
    assertThat(json(client.get("/api/nowhere")).get("trace_id").asText()).matches("[0-9a-f]{32}");
  }
}
