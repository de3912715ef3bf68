package io.virtuoso.gateway.serve.performance;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class PerformanceTest {
  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  private Client client;
  private Instant begun;

  @BeforeEach
  void connect() {
    client = new Client(base);
    begun = Instant.now();
    CircuitBreakerMaintenance.get().resetAll();
  }

  @Test
  void everyTargetIsThereWithItsActualOrAReason() {
    HttpResponse<byte[]> answer = client.get("/api/performance");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    JsonNode data = json(answer).get("data");
    JsonNode gateway = json(client.get("/api/status")).at("/data/gateway");
    assertThat(data.get("started_at")).isEqualTo(gateway.get("started_at"));
    assertThat(Instant.parse(data.get("started_at").asText())).isBefore(begun);
    Set<String> excused = new HashSet<>();
    data.get("missing").forEach(each -> excused.add(each.get("field").asText()));
    Set<String> names = new HashSet<>();
    for (JsonNode target : data.get("targets")) {
      String name = target.get("name").asText();
      names.add(name);
      assertThat(target.get("floor").isNumber()).as(name).isTrue();
      assertThat(target.get("actual").isNumber())
          .as(name)
          .isNotEqualTo(excused.contains("targets." + name + ".actual"));
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "hit_ratio", "answer_p95", "page_p95", "cpu", "memory", "availability");
    assertThat(data.get("breakers").findValuesAsText("name")).contains("engine", "redis");
    assertThat(data.get("alerts").findValuesAsText("name"))
        .contains("slow_answers", "falling_hit_ratio", "engine_breaker_open", "redis_down");
  }

  @Test
  void aRouteIsTimedAndCountedInEveryWindow() {
    client.get("/api/status");
    await() // what is answered is counted a moment later
        .untilAsserted(() -> {
          JsonNode data = json(client.get("/api/performance")).get("data");
          for (JsonNode window : data.get("windows")) {
            assertThat(window.get("routes").findValuesAsText("route")).contains("/api/status");
            assertThat(window.get("all").get("requests").longValue()).isPositive();
            assertThat(window.get("all").get("p99_ms").doubleValue()).isPositive();
          }
          assertThat(List.of("1m", "5m", "start"))
              .isEqualTo(data.get("windows").findValuesAsText("name"));
        });
  }

  @Test
  void aSlowRequestIsKeptWithWhatTookItsTime() {
    ScoreTable.publish(redis, client, "AAAUSDT");
    String target = "/api/market/AAAUSDT/candles?interval=1m&from=600000&to=1200000&limit=7";
    engine.behaves(target, request -> request.response().closeHandler(gone -> {})); // no answer
    HttpResponse<byte[]> answer = client.get(target);
    assertThat(answer.statusCode()).isEqualTo(503);
    String trace = json(answer).get("trace_id").asText();
    JsonNode newest = await().until(() -> slow(trace), Objects::nonNull);
    assertThat(newest.get("route").asText()).isEqualTo("/api/market/{symbol}/candles");
    assertThat(newest.get("status").intValue()).isEqualTo(503);
    assertThat(newest.get("ms").longValue()).isGreaterThanOrEqualTo(500);
    assertThat(newest.get("reason").asText()).contains("engine (", "redis", "here");
  }

  /** The slow request of that trace, once it is kept. */
  private @Nullable JsonNode slow(String trace) {
    JsonNode slow = json(client.get("/api/performance")).at("/data/slow");
    assertThat(slow.get("threshold_ms").intValue()).isEqualTo(500);
    for (JsonNode each : slow.get("newest")) {
      if (each.path("trace_id").asText().equals(trace)) {
        return each;
      }
    }
    return null;
  }
}
