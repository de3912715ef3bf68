package io.virtuoso.gateway.serve.admin;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.policy.PolicyTuner;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.ScoreTable;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class CacheAdminTest {
  private static final String INVALIDATE = "/api/cache/invalidate";
  private static final String TTL = "/api/cache/ttl";

  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;
  @Inject LocalCache local;
  @Inject PolicyTuner tuner;
  @Inject MeterRegistry registry;

  @TestHTTPResource("/")
  URI base;

  private Client client;

  /** What is logged while a test runs. */
  private static final class Lines extends Handler {
    final List<String> lines = new ArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(String.format(line.getMessage(), line.getParameters()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void publishTheTable() {
    client = new Client(base);
    CircuitBreakerMaintenance.get().resetAll(); // or one test's failing engine fails the next test
    publish();
  }

  @AfterEach
  void giveBack() {
    tuner.release(DocumentClass.TOP_SYMBOLS);
  }

  @Test
  void onlyAnAdministratorMayDoAnyOfIt() {
    for (String[] route : new String[][] {{"POST", INVALIDATE}, {"PUT", TTL}}) {
      assertThat(client.sendJson(route[0], route[1], "{}").statusCode()).isEqualTo(401);
      assertThat(client.sendJson(route[0], route[1], "{}", "X-API-Key", Keys.USER).statusCode())
          .isEqualTo(403);
    }
    assertThat(client.get("/api/cache/audit").statusCode()).isEqualTo(401);
    assertThat(client.get("/api/cache/audit", "X-API-Key", Keys.USER).statusCode()).isEqualTo(403);
    assertThat(client.get(INVALIDATE, "X-API-Key", Keys.ADMIN).statusCode()).isEqualTo(405);
  }

  @Test
  void whatIsInvalidatedIsFetchedAnew() {
    double before = redisHits();
    HttpResponse<byte[]> done = admin("POST", INVALIDATE, "{\"key\":\"market/symbols\"}");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(header(done, "Cache-Control")).isEqualTo("no-store");
    JsonNode data = json(done).get("data");
    assertThat(data.get("scope").asText()).isEqualTo("key market/symbols");
    assertThat(data.get("dropped").intValue()).isEqualTo(1);
    assertThat(data.at("/keys/0").asText()).isEqualTo("market/symbols");
    assertThat(data.get("other_gateways").longValue()).isZero();
    Patience.await() // in a young process Redis may take longer than a request waits for it
        .until(() -> client.get(ScoreTable.ROUTE).statusCode() == 200);
    assertThat(redisHits()).isGreaterThan(before); // by this request, or by a poll just before it
    assertThat(header(client.get(ScoreTable.ROUTE), "Cache-Status")).startsWith("local; hit");
  }

  @Test
  void aWholeClassCanBeInvalidatedButNeverEverything() {
    client.get("/api/cache/metrics");
    JsonNode data = json(admin("POST", INVALIDATE, "{\"class\":\"top_symbols\"}")).get("data");
    assertThat(data.get("scope").asText()).isEqualTo("class top_symbols");
    assertThat(data.get("dropped").intValue()).isEqualTo(1);
    assertRefused(admin("POST", INVALIDATE, "{}"));
    assertRefused(admin("POST", INVALIDATE, "{\"class\":\"everything\"}"));
  }

  @Test
  void anotherGatewaysWordIsHeeded() {
    DocumentKey first = new DocumentKey("other/first"); // nobody publishes it: gone is gone
    DocumentKey second = new DocumentKey("other/second");
    local.offer(Documents.newest(first, "{}"));
    local.offer(Documents.newest(second, "{}"));
    double unreadable = counted("unreadable");
    redis.say("virtuoso:gateways", "0123456789abcdef key other/first");
    await().until(() -> local.peek(first) == null);
    redis.say("virtuoso:gateways", "0123456789abcdef everything");
    redis.say("virtuoso:gateways", "");
    await().until(() -> counted("unreadable") == unreadable + 2);
    assertThat(local.peek(second)).isNotNull();
    redis.say("virtuoso:gateways", "0123456789abcdef class other");
    await().until(() -> local.peek(second) == null);
  }

  @Test
  void aLimitSetByHandTakesEffectAndIsShown() {
    assertThat(header(client.get(ScoreTable.ROUTE), "Cache-Control")).startsWith("max-age=2,");
    JsonNode data =
        json(admin("PUT", TTL, "{\"class\":\"top_symbols\",\"soft_ms\":1000}")).get("data");
    assertThat(data.get("before_ms").longValue()).isEqualTo(2_000);
    assertThat(data.get("soft_ms").longValue()).isEqualTo(1_000);
    assertThat(data.get("by_hand").booleanValue()).isTrue();
    assertThat(header(client.get(ScoreTable.ROUTE), "Cache-Control")).startsWith("max-age=1,");
    JsonNode route = route("top_symbols");
    assertThat(route.get("set_by_hand").booleanValue()).isTrue();
    assertThat(route.at("/limits/refresh_ms").longValue()).isEqualTo(1_000);
    data = json(admin("PUT", TTL, "{\"class\":\"top_symbols\",\"soft_ms\":null}")).get("data");
    assertThat(data.get("soft_ms").longValue()).isEqualTo(2_000);
    assertThat(data.get("by_hand").booleanValue()).isFalse();
    assertThat(route("top_symbols").get("set_by_hand").booleanValue()).isFalse();
  }

  @Test
  void whatIsNotMeantIsRefusedAndNamed() {
    assertThat(violation("{\"class\":\"top_symbols\",\"soft_ms\":1}"))
        .isEqualTo("soft_ms: from 500 to 2000");
    assertThat(violation("{\"class\":\"top_symbols\",\"soft_ms\":1000,\"hard_ms\":1}"))
        .isEqualTo("hard_ms: not a member of this request");
    assertThat(violation("{\"class\":\"nothing\",\"soft_ms\":1000}")).startsWith("class: no such");
    assertThat(route("top_symbols").get("set_by_hand").booleanValue()).isFalse();
  }

  @Test
  void whoDidWhatIsWrittenDown() {
    Lines lines = new Lines();
    Logger log = Logger.getLogger("io.virtuoso.gateway.audit");
    log.addHandler(lines);
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    try {
      client.sendJson(
          "PUT",
          TTL,
          "{\"class\":\"top_symbols\",\"soft_ms\":1500}",
          "X-API-Key",
          Keys.ADMIN,
          "traceparent",
          "00-" + trace + "-00f067aa0ba902b7-01");
    } finally {
      log.removeHandler(lines);
    }
    JsonNode entry = json(client.get("/api/cache/audit", "X-API-Key", Keys.ADMIN)).at("/data/0");
    assertThat(entry.get("who").asText()).isEqualTo("operator");
    assertThat(entry.get("action").asText()).isEqualTo("cache.ttl");
    assertThat(entry.get("subject").asText()).isEqualTo("top_symbols");
    assertThat(entry.get("before").asText()).isEqualTo("2000 ms");
    assertThat(entry.get("after").asText()).isEqualTo("1500 ms, by hand");
    assertThat(entry.get("trace_id").asText()).isEqualTo(trace);
    assertThat(lines.lines)
        .singleElement()
        .asString()
        .contains("who=operator action=cache.ttl subject=top_symbols")
        .contains("before=\"2000 ms\" after=\"1500 ms, by hand\" trace=" + trace);
  }

  @Test
  void whatIsAskedOftenIsKeptNewAndTheReasonShown() {
    tuner.round(); // what other tests asked is of another round
    for (int i = 0; i < 20; i++) {
      client.get(ScoreTable.ROUTE);
    }
    publish();
    tuner.round();
    JsonNode tuning = json(client.get("/api/cache/metrics")).at("/data/tuning");
    assertThat(tuning.get("rounds").longValue()).isGreaterThanOrEqualTo(2);
    List<JsonNode> prewarms = new ArrayList<>();
    for (JsonNode decision : tuning.get("decisions")) {
      if (decision.get("kind").asText().equals("prewarm")
          && decision.get("keys").toString().contains("market/symbols")) {
        prewarms.add(decision);
      }
    }
    assertThat(prewarms).isNotEmpty();
    assertThat(prewarms.getFirst().get("reason").asText()).contains("times a second");
    assertThat(tuning.get("hottest").findValuesAsText("key")).contains("market/symbols");
    assertThat(route("top_symbols").at("/pattern/per_second").doubleValue()).isPositive();
    String page = new String(client.get("/dashboard/cache").body(), StandardCharsets.UTF_8);
    assertThat(page).contains("prewarm", "market/symbols");
  }

  private double redisHits() {
    return registry.counter("virtuoso.tier", "tier", "redis", "outcome", "hit").count();
  }

  private double counted(String outcome) {
    return registry.counter("virtuoso.invalidations", "outcome", outcome).count();
  }

  private void publish() {
    engine.serves(ScoreTable.ROUTE, ScoreTable.publish(redis, client, "BTCUSDT"));
  }

  private HttpResponse<byte[]> admin(String method, String target, String body) {
    return client.sendJson(method, target, body, "X-API-Key", Keys.ADMIN);
  }

  private JsonNode route(String name) {
    for (JsonNode route : json(client.get("/api/cache/metrics")).at("/data/routes")) {
      if (route.get("route").asText().equals(name)) {
        return route;
      }
    }
    throw new AssertionError("no route " + name);
  }

  private String violation(String body) {
    JsonNode error = assertRefused(admin("PUT", TTL, body)).at("/errors/0");
    return error.get("field").asText() + ": " + error.get("reason").asText();
  }

  private static JsonNode assertRefused(HttpResponse<byte[]> answer) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(json(answer).get("code").asText()).isEqualTo("bad_body");
    return json(answer);
  }
}
