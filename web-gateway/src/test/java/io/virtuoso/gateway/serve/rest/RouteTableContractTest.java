package io.virtuoso.gateway.serve.rest;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.decoder.Decoder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.Gzip;
import io.virtuoso.model.wire.StoredDocument;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the table keeps the same promises. */
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class RouteTableContractTest {
  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;

  @TestHTTPResource("/")
  URI base;

  private Client client;

  static Stream<String> targets() {
    return EveryDocument.targets();
  }

  @BeforeEach
  void publish() {
    client = new Client(base);
    CircuitBreakerMaintenance.get().resetAll();
    EveryDocument.publish(engine, redis, client);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void answersWithEveryHeader(String target) {
    HttpResponse<byte[]> answer = client.get(target);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "Content-Type")).isEqualTo("application/json");
    assertThat(header(answer, "Content-Length")).isEqualTo("" + answer.body().length);
    assertThat(header(answer, "Age")).matches("[0-9]+");
    assertThat(header(answer, "Data-State")).isIn("live", "delayed");
    assertThat(header(answer, "ETag")).matches("W/\"[0-9]+(-[0-9a-f]+)?\"");
    assertThat(header(answer, "Cache-Status")).contains("; ttl=");
    assertThat(header(answer, "Cache-Control"))
        .matches("max-age=[0-9]+, stale-while-revalidate=[0-9]+, stale-if-error=[0-9]+");
    assertThat(header(answer, "Vary")).isEqualTo("Accept-Encoding");
    assertThat(header(answer, "Server-Timing")).matches("route;dur=[0-9]+\\.[0-9]");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(json(answer).fieldNames()).toIterable().containsExactly("data", "meta");
  }

  @ParameterizedTest
  @MethodSource("targets")
  void theSecondAnswerIsAHitAndTheSameForHead(String target) {
    client.get(target);
    HttpResponse<byte[]> get = client.get(target);
    HttpResponse<byte[]> head = client.send("HEAD", target);
    assertThat(header(get, "Cache-Status")).startsWith("local; hit");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String name : List.of("ETag", "Content-Type", "Content-Length", "Cache-Control", "Vary")) {
      assertThat(header(head, name)).as(name).isEqualTo(header(get, name));
    }
  }

  @ParameterizedTest
  @MethodSource("targets")
  void aCopyThatIsStillRightIsNotSentAgain(String target) {
    client.get(target);
    String tag = header(client.get(target), "ETag");
    for (String match : List.of(tag, "*", "\"1\", " + tag)) {
      HttpResponse<byte[]> answer = client.get(target, "If-None-Match", match);
      assertThat(answer.statusCode()).as(match).isEqualTo(304);
      assertThat(answer.body()).isEmpty();
      assertThat(header(answer, "ETag")).isEqualTo(tag);
      assertThat(header(answer, "Age")).isNotEmpty();
      assertThat(header(answer, "Content-Type")).isEmpty();
    }
    assertThat(client.get(target, "If-None-Match", "W/\"1\"").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyCodingIsLossless(String target) throws Exception {
    byte[] plain = client.get(target).body();
    for (int twice = 0; twice < 2; twice++) { // encoded, then found encoded
      HttpResponse<byte[]> gzip = client.get(target, "Accept-Encoding", "gzip, br;q=0.5");
      assertThat(header(gzip, "Content-Encoding")).isEqualTo("gzip");
      assertThat(Gzip.decode(gzip.body(), 1_000_000)).isEqualTo(plain);
      HttpResponse<byte[]> brotli = client.get(target, "Accept-Encoding", "gzip, deflate, br");
      assertThat(header(brotli, "Content-Encoding")).isEqualTo("br");
      assertThat(Decoder.decompress(brotli.body()).getDecompressedData()).isEqualTo(plain);
    }
    assertThat(client.get(target, "Accept-Encoding", "deflate, identity;q=0").statusCode())
        .isEqualTo(406);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void whatIsNotUnderstoodIsAProblem(String target) {
    client.get(target); // so that the short way knows it
    assertThat(status("GET", target + "?nonsense=1")).isEqualTo(400);
    assertThat(status("GET", target + "?limit=1&limit=2")).isEqualTo(400);
    assertThat(status("GET", target + "?limit=%ZZ")).isEqualTo(400);
    assertThat(status("GET", target + "?limit=x&depth=x&interval=x")).isEqualTo(400);
    assertThat(status("GET", target + "/")).isEqualTo(400);
    assertThat(status("GET", target + ";x=1")).isEqualTo(400);
    assertThat(status("GET", "/" + target)).isEqualTo(400);
    assertThat(status("GET", target.replace("/api/", "/api/./"))).isEqualTo(400);
    assertThat(status("GET", target.replace("/api/", "/%61pi/"))).isEqualTo(400);
    assertThat(status("GET", target.toUpperCase(java.util.Locale.ROOT))).isEqualTo(404);
    assertThat(status("GET", target + "/more")).isEqualTo(404);
    assertThat(status("POST", target)).isEqualTo(405);
    assertThat(status("DELETE", target)).isEqualTo(405);
    assertThat(client.get(target, "Accept", "text/html").statusCode()).isEqualTo(406);
  }

  @Test
  void thePhonesDashboardFitsIntoTenKilobytes() {
    String target = "/api/dashboard/mobile";
    HttpResponse<byte[]> answer = client.get(target, "Accept-Encoding", "gzip");
    assertThat(answer.body().length).isLessThan(10_000);
    assertThat(json(client.get(target)).at("/data/top_scores")).hasSize(10);
    assertThat(json(client.get(target)).at("/data/rows").isMissingNode()).isTrue();
  }

  @Test
  void moversAreRankedOverTheFloorOnly() {
    StoredDocument table =
        Documents.newest(
            DocumentKey.MARKET_SYMBOLS,
            Documents.table(
                moved("AUSDT", "5", "2000000"),
                moved("BUSDT", "-3", "3000000"),
                moved("CUSDT", "50", "999999.9"),
                moved("DUSDT", "7", "1000000"),
                moved("EUSDT", "null", "9000000"),
                moved("FUSDT", "1", "null")));
    redis.publish(table);
    engine.serves("/api/market/symbols", table);
    await()
        .untilAsserted(() -> {
          var data = json(client.get("/api/market/movers?limit=2")).get("data");
          assertThat(data.at("/gainers").findValuesAsText("symbol"))
              .containsExactly("DUSDT", "AUSDT");
          assertThat(data.at("/losers").findValuesAsText("symbol")).containsExactly("BUSDT");
          assertThat(data.at("/volume_leaders").findValuesAsText("symbol"))
              .containsExactly("EUSDT", "BUSDT");
          assertThat(data.at("/ranked").intValue()).isEqualTo(4);
          assertThat(data.at("/missing/0/reason").asText()).startsWith("1 symbol");
        });
  }

  private static String moved(String symbol, String change, String turnover) {
    return Documents.row(symbol, "50", 0, 1)
        .replace("\"change_24h\":0.0", "\"change_24h\":" + change)
        .replace(
            "\"turnover_24h\":\"1000.5\"",
            "\"turnover_24h\":" + (turnover.equals("null") ? turnover : "\"" + turnover + "\""));
  }

  /** As it is, without a client's own corrections of the path. */
  private int status(String method, String target) {
    String answer =
        client.raw(method + " " + target + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    assertThat(answer).as(target).contains("application/problem+json");
    return Integer.parseInt(answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }
}
