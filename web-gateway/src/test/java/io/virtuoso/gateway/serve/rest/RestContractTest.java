package io.virtuoso.gateway.serve.rest;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Keys;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.Gzip;
import io.virtuoso.model.wire.StoredDocument;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class RestContractTest {
  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  @TestHTTPResource(value = "/", management = true)
  URI management;

  private Client client;
  private StoredDocument table;

  @BeforeEach
  void publishTheTable() {
    client = new Client(base);
    CircuitBreakerMaintenance.get().resetAll(); // or one test's failing engine fails the next test
    table =
        now(
            DocumentKey.MARKET_SYMBOLS,
            Documents.table(
                Documents.row("BTCUSDT", "71.5", 1.5, 1),
                Documents.row("ETHUSDT", "64", -2, 0.9),
                Documents.row("SOLUSDT", "null", 7, 0.2),
                Documents.row("XRPUSDT", "38.25", 0, 1)));
    redis.publish(table);
    engine.serves("/api/market/symbols", table);
    await()
        .untilAsserted(() ->
            assertThat(header(client.get("/api/market/symbols"), "ETag"))
                .isEqualTo("W/\"" + table.version() + "\""));
  }

  @Test
  void anAnswerSaysWhatItIsAndHowOld() {
    HttpResponse<byte[]> answer = client.get("/api/market/symbols");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(table.body());
    assertThat(header(answer, "Content-Type")).startsWith("application/json");
    assertThat(header(answer, "Age")).matches("[0-9]+");
    assertThat(header(answer, "Data-State")).isIn("live", "delayed");
    assertThat(header(answer, "Cache-Status")).startsWith("local; hit; ttl=");
    assertThat(header(answer, "Cache-Control"))
        .isEqualTo("max-age=2, stale-while-revalidate=8, stale-if-error=898");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(answer, "Server-Timing")).matches("route;dur=[0-9]+\\.[0-9]");
  }

  @Test
  void everyResponseCarriesTheSecurityHeaders() {
    for (String target : List.of("/api/status", "/api/nowhere", "/api/market/symbols?x=1", "/")) {
      HttpResponse<byte[]> answer = client.get(target);
      assertThat(header(answer, "X-Content-Type-Options")).as(target).isEqualTo("nosniff");
      assertThat(header(answer, "Content-Security-Policy"))
          .as(target)
          .contains("default-src 'none'")
          .contains("frame-ancestors 'none'");
      assertThat(header(answer, "Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(header(answer, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(header(answer, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
      assertThat(header(answer, "Permissions-Policy")).contains("camera=()");
      assertThat(header(answer, "Server")).isEmpty();
    }
  }

  @Test
  void aCopyThatIsStillRightIsNotSentAgain() {
    String tag = header(client.get("/api/market/symbols"), "ETag");
    for (String match : List.of(tag, "*", "\"1\", " + tag, tag.substring(2))) {
      HttpResponse<byte[]> answer = client.get("/api/market/symbols", "If-None-Match", match);
      assertThat(answer.statusCode()).as(match).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(header(answer, "ETag")).isEqualTo(tag);
    }
    assertThat(client.get("/api/market/symbols", "If-None-Match", "W/\"1\"").statusCode())
        .isEqualTo(200);
  }

  @Test
  void compressionIsOfferedAndLossless() throws Exception {
    HttpResponse<byte[]> answer = client.get("/api/market/symbols", "Accept-Encoding", "gzip");
    assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.body().length).isLessThan(table.body().length);
    assertThat(Gzip.decode(answer.body(), 1_000_000)).isEqualTo(table.body());
    HttpResponse<byte[]> brotli = client.get("/api/market/symbols", "Accept-Encoding", "br, gzip");
    assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
    assertThat(Decoder.decompress(brotli.body()).getDecompressedData()).isEqualTo(table.body());
    assertThat(header(client.get("/api/market/symbols"), "Content-Encoding")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/api/status", "/api/performance", "/api/cache/metrics", "/api/openapi.json"})
  void whatTheGatewaySaysItselfComesInEveryFormToo(String target) throws Exception {
    HttpResponse<byte[]> plain = client.get(target);
    assertThat(plain.statusCode()).isEqualTo(200);
    assertThat(header(plain, "Content-Encoding")).isEmpty();
    assertThat(header(plain, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(plain, "ETag")).matches("W/\"[0-9a-f]{24}\"");
    List<String> members = members(plain.body());
    HttpResponse<byte[]> gzip = client.get(target, "Accept-Encoding", "gzip");
    assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
    assertThat(members(Gzip.decode(gzip.body(), 1_000_000))).isEqualTo(members);
    HttpResponse<byte[]> brotli = client.get(target, "Accept-Encoding", "gzip, br");
    assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
    assertThat(members(Decoder.decompress(brotli.body()).getDecompressedData())).isEqualTo(members);
    HttpResponse<byte[]> head = client.send("HEAD", target);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    HttpResponse<byte[]> unchanged = client.get(target, "If-None-Match", "*");
    assertThat(unchanged.statusCode()).isEqualTo(304);
    assertThat(unchanged.body()).isEmpty();
    assertThat(header(unchanged, "ETag")).startsWith("W/");
    assertProblem(client.get(target, "Accept-Encoding", "identity;q=0"), 406);
    assertProblem(client.get(target, "Accept", "text/html"), 406);
    assertProblem(client.get(target + "?x=1"), 400);
    HttpResponse<byte[]> refused = client.send("DELETE", target);
    assertProblem(refused, 405);
    assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void theDescriptionIsSentAgainOnlyWhenItHasChanged() {
    HttpResponse<byte[]> first = client.get("/api/openapi.json");
    assertThat(header(first, "Cache-Control")).contains("max-age=300");
    String tag = header(first, "ETag");
    HttpResponse<byte[]> second = client.get("/api/openapi.json", "If-None-Match", tag);
    assertThat(second.statusCode()).isEqualTo(304);
    assertThat(header(second, "ETag")).isEqualTo(tag);
    assertThat(header(second, "Cache-Control")).isEqualTo(header(first, "Cache-Control"));
    assertProblem(client.get("/api/openapi.json.yaml"), 404);
  }

  @Test
  void everyHeaderThatIsDescribedIsSent() {
    Set<String> sometimes = Set.of("Content-Encoding", "Link", "traceresponse");
    Set<String> ofTheEngine = Set.of("Age", "Cache-Status", "Data-State");
    List<String> seen = new ArrayList<>();
    json(client.get("/api/openapi.json"))
        .path("paths")
        .properties()
        .forEach(path -> {
          JsonNode described = path.getValue().at("/get/responses/200/headers");
          if (path.getKey().contains("{") || described.isMissingNode()) {
            return;
          }
          HttpResponse<byte[]> answer = client.get(path.getKey(), "X-API-Key", Keys.ADMIN);
          if (answer.statusCode() != 200) { // no such document in this test
            assertThat(answer.statusCode()).as(path.getKey()).isIn(404, 503);
            return;
          }
          seen.add(path.getKey());
          boolean engineIsSilent = json(answer).path("meta").isNull();
          described
              .fieldNames()
              .forEachRemaining(name -> {
                if (!sometimes.contains(name) && !(engineIsSilent && ofTheEngine.contains(name))) {
                  assertThat(header(answer, name)).as("%s of %s", name, path.getKey()).isNotEmpty();
                }
              });
        });
    assertThat(seen)
        .contains(
            "/api/market/symbols",
            "/api/status",
            "/api/performance",
            "/api/cache/metrics",
            "/api/cache/audit");
  }

  private static List<String> members(byte[] json) {
    return json(json).properties().stream().map(Map.Entry::getKey).toList();
  }

  @Test
  void headIsGetWithoutTheBody() {
    HttpResponse<byte[]> head = client.send("HEAD", "/api/market/symbols");
    HttpResponse<byte[]> get = client.get("/api/market/symbols");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(get, "ETag"));
    assertThat(header(head, "Content-Type")).isEqualTo(header(get, "Content-Type"));
    assertThat(client.send("HEAD", "/api/dashboard/confluence/NOPEUSDT").statusCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/dashboard/confluence/NOPEUSDT",
        "/api/dashboard/confluence/btcusdt",
        "/api/dashboard/confluence/<img src=x>",
        "/api/market/NOPEUSDT/book",
        "/api/market/NOPEUSDT/candles",
        "/api/nowhere",
        "/nowhere"
      })
  void whatDoesNotExistIsAProblemAndCostsTheEngineNothing(String target) {
    String escaped = target.replace("<", "%3C").replace(">", "%3E").replace(" ", "%22");
    assertProblem(client.get(escaped), 404);
    assertThat(engine.asked(uri -> uri.startsWith(escaped))).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/market/overview?x=1",
        "/api/market/symbols?limit=1&limit=2",
        "/api/market/symbols?sort=nope",
        "/api/market/symbols?filter=score",
        "/api/market/symbols?limit=0",
        "/api/market/symbols?after=%00",
        "/api/market/symbols?Sort=score",
        "/api/market/BTCUSDT/book?depth=51",
        "/api/market/BTCUSDT/candles?interval=2m",
        "/api/market/BTCUSDT/candles?limit=1001",
        "/api/market/BTCUSDT/candles?from=yesterday",
        "/api/market/BTCUSDT/candles?from=120000&to=60000",
        "/api/status?url=http://169.254.169.254/"
      })
  void aQueryThatIsNotUnderstoodIsAProblem(String target) {
    JsonNode problem = assertProblem(client.get(target), 400);
    assertThat(problem.get("errors")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/status",
        "/api/status/",
        "/api/status;x=1",
        "/api/%73tatus",
        "/api/x/../status",
        "/api/%2e%2e/status",
        "/q/health/../../api/status",
        "http://127.0.0.1:8003/api/status"
      })
  void oneResourceHasOnePath(String target) {
    String answer =
        client.raw("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
  }

  @ParameterizedTest
  @CsvSource({"POST,405", "PUT,405", "DELETE,405", "TRACE,405"})
  void otherMethodsAreRefused(String method, int status) {
    assertProblem(client.send(method, "/api/market/overview"), status);
  }

  @Test
  void otherMediaTypesAreRefused() {
    assertProblem(client.get("/api/market/symbols", "Accept", "text/html"), 406);
  }

  @Test
  void aLongBodyAndLongHeadersAreRefused() {
    String request = "%s HTTP/1.1\r\nHost: h\r\nConnection: close\r\n%s\r\n\r\n";
    assertThat(client.raw(request.formatted("POST /api/market/overview", "Content-Length: 70000")))
        .startsWith("HTTP/1.1 413");
    assertThat(client.raw(request.formatted("GET /api/status", "X-Long: " + "x".repeat(10_000))))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void theScreenerPagesThroughItsLinks() {
    HttpResponse<byte[]> first =
        client.get("/api/market/symbols?sort=-score&filter=coverage%3E0.5&limit=2");
    assertThat(json(first).at("/data/rows").findValuesAsText("symbol"))
        .containsExactly("BTCUSDT", "ETHUSDT");
    assertThat(header(first, "ETag")).startsWith("W/\"" + table.version() + "-");
    String link = header(first, "Link");
    assertThat(link).endsWith("; rel=\"next\"");
    HttpResponse<byte[]> second = client.get(link.substring(1, link.indexOf('>')));
    assertThat(json(second).at("/data/rows").findValuesAsText("symbol")).containsExactly("XRPUSDT");
    assertThat(header(second, "Link")).isEmpty();
    assertThat(json(second).get("meta")).isEqualTo(json(table.body()).get("meta"));
  }

  @Test
  void aBookIsCutToItsDepth() {
    String levels = "[{\"price\":\"3\",\"quantity\":\"1\"},{\"price\":\"2\",\"quantity\":\"1\"}]";
    StoredDocument book =
        now(
            DocumentKey.book(new Symbol("BTCUSDT")),
            "{\"symbol\":\"BTCUSDT\",\"bids\":%s,\"asks\":%s}".formatted(levels, levels));
    redis.publish(book);
    HttpResponse<byte[]> one = client.get("/api/market/BTCUSDT/book?depth=1");
    assertThat(json(one).at("/data/bids")).hasSize(1);
    assertThat(json(one).at("/data/asks/0/price").asText()).isEqualTo("3");
    HttpResponse<byte[]> whole = client.get("/api/market/BTCUSDT/book?depth=50");
    assertThat(whole.body()).isEqualTo(book.body());
    assertThat(header(one, "ETag")).isNotEqualTo(header(whole, "ETag"));
  }

  @Test
  void candlesAreAskedOfTheEngineOnceUnderTheirCanonicalKey() {
    long minute = 1_763_760_000_000L;
    DocumentKey key =
        new DocumentKey("candles/ETHUSDT/1m/%d-%d-10".formatted(minute, minute + 600_000));
    String target =
        "/api/market/ETHUSDT/candles?interval=1m&from=%d&to=%d&limit=10"
            .formatted(minute, minute + 600_000);
    String bars = Documents.minuteBars(LongStream.range(0, 10).map(i -> minute + i * 60_000));
    engine.serves(target, Documents.of(key, minute + 660_000, bars));
    String inOtherWords =
        "/api/market/ETHUSDT/candles?from=2025-11-21T21:20:07Z&limit=10&to=" + (minute + 599_001);
    await()
        .untilAsserted(() ->
            assertThat(header(client.get(inOtherWords), "Cache-Status"))
                .startsWith("engine; fwd=miss; stored"));
    long asked = engine.asked(target);
    HttpResponse<byte[]> second = client.get(target);
    assertThat(header(second, "Cache-Status")).startsWith("local; hit");
    assertThat(header(second, "Data-State")).isEqualTo("live");
    assertThat(header(second, "Cache-Control")).startsWith("max-age=2147483647,");
    assertThat(engine.asked(target)).isEqualTo(asked);
  }

  @Test
  void closedCandlesThatAreNotAllThereAreNotForEver() {
    long minute = 1_763_770_200_000L;
    DocumentKey key =
        new DocumentKey("candles/ETHUSDT/1m/%d-%d-10".formatted(minute, minute + 600_000));
    String target =
        "/api/market/ETHUSDT/candles?interval=1m&from=%d&to=%d&limit=10"
            .formatted(minute, minute + 600_000);
    engine.serves(target, now(key, Documents.minuteBars(LongStream.empty())));
    await()
        .untilAsserted(() -> {
          HttpResponse<byte[]> answer = client.get(target);
          assertThat(answer.statusCode()).isEqualTo(200);
          assertThat(header(answer, "Cache-Control")).startsWith("max-age=1,");
        });
  }

  @Test
  void nothingHonestIs503AndSaysWhenToComeBack() {
    String target = "/api/market/SOLUSDT/book"; // which no test publishes
    engine.behaves(target, request -> request.response().setStatusCode(500).end());
    HttpResponse<byte[]> answer = client.get(target);
    JsonNode problem = assertProblem(answer, 503);
    assertThat(problem.get("retryable").booleanValue()).isTrue();
    assertThat(header(answer, "Retry-After")).isEqualTo("1");
  }

  @Test
  void whatTheEngineGetsWrongIsNeitherServedNorStored() {
    DocumentKey key = DocumentKey.confluence(new Symbol("XRPUSDT"));
    String target = "/api/dashboard/confluence/XRPUSDT";
    StoredDocument good = now(key, "{\"symbol\":\"XRPUSDT\",\"score\":38.25}");
    Buffer body = Buffer.buffer(good.body());
    List<java.util.function.Consumer<io.vertx.core.http.HttpServerRequest>> lies =
        List.of(
            request -> FakeEngine.send(request, good, body.slice(0, body.length() - 20)),
            request -> FakeEngine.send(request, good, Buffer.buffer(new byte[5_000_000])),
            request -> request.response().putHeader("Content-Type", "text/html").end("<html>"),
            request -> request.connection().close());
    for (var lie : lies) {
      engine.behaves(target, lie);
      await()
          .untilAsserted(() -> {
            long before = engine.asked(target);
            assertProblem(client.get(target), 503);
            assertThat(engine.asked(target)).isGreaterThan(before);
          });
    }
    engine.behaves(target, request -> FakeEngine.send(request, good, body));
    await().untilAsserted(() -> assertThat(client.get(target).body()).isEqualTo(good.body()));
  }

  @Test
  void theCachesReportThemselves() {
    JsonNode data = json(client.get("/api/cache/metrics")).get("data");
    assertThat(data.get("tiers").findValuesAsText("name"))
        .containsExactly("local", "redis", "memcached");
    assertThat(data.at("/tiers/0/entries").longValue()).isPositive();
    assertThat(data.get("routes").findValuesAsText("route"))
        .contains("top_symbols", "confluence_scores");
    for (JsonNode route : data.get("routes")) {
      assertThat(route.at("/limits/soft_ms").isNumber()).isTrue();
    }
    await()
        .untilAsserted(() ->
            assertThat(json(client.get("/api/cache/metrics")).at("/data/updates/state").asText())
                .isEqualTo("live"));
  }

  @Test
  void theStatusIsTheEnginesWithTheGatewaysOwn() {
    StoredDocument status = now(DocumentKey.STATUS, "{\"version\":\"9\",\"symbols\":4}");
    redis.publish(status);
    await()
        .untilAsserted(() -> {
          JsonNode data = json(client.get("/api/status")).get("data");
          assertThat(data.path("symbols").intValue()).isEqualTo(4);
          assertThat(data.at("/gateway/tiers/1/state").asText()).isEqualTo("up");
          assertThat(data.at("/gateway/uptime_ms").longValue()).isPositive();
        });
  }

  @Test
  void aClientThatAsksTooOftenIsToldSo() throws Exception {
    String one = "GET /api/nowhere HTTP/1.1\r\nHost: h\r\n\r\n";
    String last = "GET /api/nowhere HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    String answers = client.raw(InetAddress.getByName("127.0.0.9"), one.repeat(2_000).concat(last));
    assertThat(answers)
        .contains("HTTP/1.1 429")
        .contains("rate_limited")
        .contains("Retry-After: 1");
    assertThat(client.get("/api/cache/metrics").statusCode()).isEqualTo(200);
  }

  @Test
  void probesAnswerOnTheManagementPort() {
    Client probes = new Client(management);
    assertThat(probes.get("/q/health/live").statusCode()).isEqualTo(200);
    await() // the first seconds belong to the warm start
        .untilAsserted(() -> assertThat(probes.get("/q/health/ready").statusCode()).isEqualTo(200));
    assertThat(new String(probes.get("/q/metrics").body(), StandardCharsets.UTF_8))
        .contains("virtuoso_tier_total{outcome=\"hit\",tier=\"local\"}");
    assertThat(client.get("/q/health/live").statusCode()).isEqualTo(404);
  }

  private static JsonNode assertProblem(HttpResponse<byte[]> answer, int status) {
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
    JsonNode problem = json(answer);
    assertThat(problem.get("status").intValue()).isEqualTo(status);
    assertThat(problem.get("trace_id").asText()).matches("[0-9a-f]{32}");
    assertThat(problem.get("instance").asText()).startsWith("/");
    for (String field : List.of("type", "title", "detail", "code", "retryable", "errors")) {
      assertThat(problem.hasNonNull(field)).as(field).isTrue();
    }
    assertThat(problem.toString()).doesNotContain("Exception").doesNotContain("io.virtuoso");
    return problem;
  }

  private static StoredDocument now(DocumentKey key, String data) {
    return Documents.newest(key, data);
  }
}
