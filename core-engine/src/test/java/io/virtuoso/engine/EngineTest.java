package io.virtuoso.engine;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.virtuoso.engine.serve.DocumentResource;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.core.ConditionFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole engine against a simulated exchange and a real Redis. */
@QuarkusTest
@QuarkusTestResource(SimulatedWorld.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EngineTest {
  @Inject Redis redis;

  @Inject
  @ConfigProperty(name = "virtuoso.feed.endpoint")
  String exchange;

  @SuppressWarnings("NullAway.Init") // set by the test framework
  @TestHTTPResource(value = "/health/live", management = true)
  URI liveness;

  private static ConditionFactory soon() {
    return Patience.await().pollDelay(Duration.ZERO).ignoreExceptions();
  }

  private static JsonPath status() {
    return given().get("/api/status").then().statusCode(200).extract().jsonPath();
  }

  private static long counter(String name) {
    return status().getLong("data.counters." + name);
  }

  private static String bookState(String symbol) {
    return given().get("/api/market/" + symbol + "/book").jsonPath().getString("data.state");
  }

  private static boolean isWhole() {
    JsonPath status = status();
    return status.getString("data.feeds[0].state").equals("live")
        && status.getInt("data.scored") == SimulatedWorld.SYMBOLS.size()
        && SimulatedWorld.SYMBOLS.stream().allMatch(symbol -> bookState(symbol).equals("live"));
  }

  private static boolean isWellCovered() {
    return given()
        .get("/api/market/symbols")
        .jsonPath()
        .getList("data.rows.coverage", Float.class)
        .stream()
        .allMatch(coverage -> coverage >= 0.6f);
  }

  private void fault(String order) {
    given()
        .baseUri("http://" + exchange)
        .port(URI.create("http://" + exchange).getPort())
        .body(order.replace('\'', '"'))
        .post("/control/faults")
        .then()
        .statusCode(200);
  }

  @BeforeEach
  void whole() {
    given()
        .baseUri("http://" + exchange)
        .port(URI.create("http://" + exchange).getPort())
        .delete("/control/faults")
        .then()
        .statusCode(200);
    soon().until(EngineTest::isWhole);
  }

  @Test
  @Order(1)
  void everySymbolIsScoredFromEnoughEvidence() {
    soon().until(EngineTest::isWellCovered); // the first score comes before the last factor
    JsonPath symbols =
        given()
            .get("/api/market/symbols")
            .then()
            .statusCode(200)
            .body("data.rows", hasSize(SimulatedWorld.SYMBOLS.size()))
            .body("data.coverage", equalTo(1.0f))
            .body("meta.source", equalTo("simulated"))
            .extract()
            .jsonPath();
    assertThat(symbols.getList("data.rows.symbol")).isEqualTo(SimulatedWorld.SYMBOLS);
    assertThat(symbols.getList("data.rows.score")).doesNotContainNull();
    assertThat(symbols.getList("data.rows.price")).doesNotContainNull();
    JsonPath status = status();
    assertThat(status.getInt("data.symbols")).isEqualTo(SimulatedWorld.SYMBOLS.size());
    assertThat(status.getString("data.redis")).isEqualTo("up");
    assertThat(status.getList("data.feeds.exchange")).isEqualTo(List.of("binance-usdm"));
    for (String none : List.of("drops", "rejected", "pipeline_failures", "resyncs", "gaps")) {
      assertThat(status.getLong("data.counters." + none)).as(none).isZero();
    }
    given().get(liveness).then().statusCode(200).body("status", equalTo("UP"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/dashboard/overview, dashboard/overview",
    "/api/market/overview, market/overview",
    "/api/market/symbols, market/symbols",
    "/api/status, status",
    "/api/dashboard/confluence/ETHUSDT, confluence/ETHUSDT",
    "/api/market/ETHUSDT/book, book/ETHUSDT",
    "/api/market/ETHUSDT/candles, candles/ETHUSDT/1m/_-_-300",
    "/api/market/ETHUSDT/candles?interval=4h&limit=7, candles/ETHUSDT/4h/_-_-7",
    "/api/market/ETHUSDT/candles?from=5&to=60000, candles/ETHUSDT/1m/5-60000-300",
  })
  @Order(2)
  void everyRouteAnswersWithItsDocument(String path, String key) {
    Response response =
        given()
            .get(path)
            .then()
            .statusCode(200)
            .contentType("application/json")
            .header(DocumentResource.KEY, equalTo(key))
            .extract()
            .response();
    JsonPath meta = response.jsonPath().setRootPath("meta");
    assertThat(meta.getString("key")).isEqualTo(key);
    assertThat(meta.getLong("version"))
        .isEqualTo(Long.parseLong(response.header(DocumentResource.VERSION)));
    assertThat(Instant.parse(meta.getString("as_of")).toEpochMilli())
        .isEqualTo(Long.parseLong(response.header(DocumentResource.AS_OF)));
    assertThat(meta.getString("source")).isEqualTo("simulated");
    assertThat(response.jsonPath().getMap("data")).isNotEmpty();
    given().head(path).then().statusCode(200).header(DocumentResource.KEY, equalTo(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/dashboard/confluence/XRPUSDT",
        "/api/dashboard/confluence/ethusdt",
        "/api/market/XRPUSDT/book",
        "/api/market/XRPUSDT/candles",
        "/api/market/A/book",
        "/api/market/%3Cscript%3E/book",
      })
  @Order(2)
  void anUnknownSymbolIsAProblemOfItsOwn(String path) {
    String body =
        given()
            .urlEncodingEnabled(false)
            .get(path)
            .then()
            .statusCode(404)
            .contentType("application/problem+json")
            .body("code", equalTo("unknown_symbol"))
            .body("status", equalTo(404))
            .body("retryable", equalTo(false))
            .extract()
            .asString();
    assertThat(body).doesNotContain("script");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interval=2m",
        "limit=0",
        "limit=-1",
        "limit=1001",
        "limit=99999999999999",
        "limit=ten",
        "from=yesterday",
        "from=-1",
        "to=1e12",
        "from=60000&to=60000",
        "from=120000&to=60000",
      })
  @Order(2)
  void anOptionOutOfBoundsIsABadRequest(String query) {
    given()
        .get("/api/market/BTCUSDT/candles?" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("code", equalTo("bad_request"));
  }

  @Test
  @Order(2)
  void whoOffersHttp2IsAnsweredInHttp11() throws Exception {
    URI status = URI.create("http://localhost:" + RestAssured.port + "/api/status");
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      var answer =
          client.send(HttpRequest.newBuilder(status).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @Test
  @Order(2)
  void candlesAreTheOnesAskedFor() {
    JsonPath all = candles("interval=5m&limit=1000");
    List<String> times = all.getList("data.bars.open_time");
    assertThat(times).hasSizeGreaterThan(280).isSorted().doesNotHaveDuplicates();
    assertThat(all.getList("data.gaps")).isEmpty();
    assertThat(candles("interval=5m&limit=3").getList("data.bars")).hasSize(3);
    long from = Instant.parse(times.get(10)).toEpochMilli();
    long to = Instant.parse(times.get(20)).toEpochMilli();
    assertThat(
            candles("interval=5m&from=" + from + "&to=" + to)
                .<String>getList("data.bars.open_time"))
        .isEqualTo(times.subList(10, 20));
    JsonPath before = candles("interval=5m&from=0&to=300000");
    assertThat(before.getList("data.bars")).isEmpty();
    assertThat(before.getMap("data.gaps[0]"))
        .isEqualTo(Map.of("from", "1970-01-01T00:00:00.000Z", "to", "1970-01-01T00:05:00.000Z"));
    assertThat(candles("interval=5m&limit=1000").getList("data.bars.closed").getLast())
        .isEqualTo(false);
  }

  private static JsonPath candles(String query) {
    return given()
        .get("/api/market/BTCUSDT/candles?" + query)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @ParameterizedTest
  @CsvSource({
    "/api/dashboard/overview, dashboard/overview",
    "/api/market/symbols, market/symbols",
    "/api/status, status",
    "/api/dashboard/confluence/BTCUSDT, confluence/BTCUSDT",
    "/api/market/BTCUSDT/book, book/BTCUSDT",
  })
  @Order(3)
  void redisHoldsWhatHttpAnswersByteForByte(String path, String name) {
    DocumentKey key = new DocumentKey(name);
    soon()
        .untilAsserted(() -> {
          Response answer = given().get(path);
          StoredDocument stored = StoredDocument.decode(key, get(key));
          assertThat(stored.version())
              .isEqualTo(Long.parseLong(answer.header(DocumentResource.VERSION)));
          assertThat(stored.asOfMs())
              .isEqualTo(Long.parseLong(answer.header(DocumentResource.AS_OF)));
          assertThat(stored.body()).isEqualTo(answer.asByteArray());
        });
  }

  private byte[] get(DocumentKey key) {
    return Objects.requireNonNull(
            redis
                .send(Request.cmd(Command.GET).arg(key.stored()))
                .toCompletionStage()
                .toCompletableFuture()
                .join())
        .toBytes();
  }

  @Test
  @Order(4)
  void aGapTakesOneBookAwayUntilItIsWholeAgain() {
    long gaps = counter("gaps");
    long resyncs = counter("resyncs");
    fault("{'fault':'ban','seconds':8,'status':429}"); // no snapshot meanwhile
    fault("{'fault':'gap','symbol':'ETHUSDT'}");
    soon().until(() -> bookState("ETHUSDT").equals("syncing"));
    assertThat(bookState("BTCUSDT")).isEqualTo("live");
    assertThat(bookState("SOLUSDT")).isEqualTo("live");
    JsonPath away = given().get("/api/market/ETHUSDT/book").jsonPath();
    assertThat(away.getList("data.bids")).isEmpty();
    soon().until(EngineTest::isWhole);
    soon().until(() -> counter("resyncs") > resyncs && counter("gaps") > gaps);
  }

  @Test
  @Order(5)
  void aFeedThatFallsSilentIsNotCalledLive() {
    fault("{'fault':'stall','seconds':60}");
    soon().until(() -> !status().getString("data.feeds[0].state").equals("live"));
    assertThat(status().getString("data.feeds[0].reason")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'fault':'drop'}", "{'fault':'down','seconds':2}"})
  @Order(6)
  void lostConnectionsComeBackAndBooksWithThem(String order) {
    long lost = counter("connections_lost");
    long connects = counter("connects");
    fault(order);
    soon().until(() -> counter("connections_lost") > lost);
    soon().until(() -> counter("connects") > connects && isWhole());
  }

  @Test
  @Order(7)
  void garbledFramesAreRejectedAndTheConnectionIsKept() {
    long rejected = counter("rejected");
    long connects = counter("connects");
    fault("{'fault':'garble','symbol':'SOLUSDT','channel':'trade','count':15}");
    soon().until(() -> counter("rejected") > rejected);
    soon().until(EngineTest::isWhole);
    assertThat(counter("connects")).isEqualTo(connects);
    assertThat(counter("pipeline_failures")).isZero();
  }
}
