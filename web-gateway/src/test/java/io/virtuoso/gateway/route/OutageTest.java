package io.virtuoso.gateway.route;

import static io.virtuoso.gateway.fixture.Client.header;
import static io.virtuoso.gateway.fixture.Client.json;
import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.logging.Log;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class OutageTest {
  private static final List<String> SYMBOLS =
      List.of("AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH", "III1");
  private static final String OVERVIEW = "/api/market/overview";

  @Surroundings.Around FakeEngine engine;
  @Surroundings.Around RedisServer redis;
  @Inject LocalCache local;

  @TestHTTPResource("/")
  URI base;

  private Client client;

  @BeforeEach
  void everythingIsUp() {
    client = new Client(base);
    await().until(() -> metrics().at("/updates/state").asText().equals("live"));
    publishTable();
  }

  @Test
  void withoutRedisAnswersGoOnAndAgeAndAfterwardsUpdatesArriveAgain() {
    StoredDocument before = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":1}");
    engine.serves(OVERVIEW, before); // past its hard limit the engine is asked for it
    redis.publish(before);
    awaitVersion(OVERVIEW, before);
    redis.kill();
    try {
      await().until(() -> metrics().at("/updates/state").asText().equals("down"));
      await()
          .untilAsserted(() -> {
            HttpResponse<byte[]> answer = client.get(OVERVIEW);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(before.body());
            assertThat(Integer.parseInt(header(answer, "Age"))).isGreaterThanOrEqualTo(3);
            assertThat(header(answer, "Data-State")).isNotEqualTo("live");
          });
    } finally {
      redis.start();
    }
    await().until(() -> metrics().at("/updates/state").asText().equals("live"));
    StoredDocument after = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":2}");
    redis.publish(after);
    awaitVersion(OVERVIEW, after);
    assertThat(header(client.get(OVERVIEW), "Cache-Status")).startsWith("local; hit");
    await().until(() -> tier("redis").get("state").asText().equals("up"));
  }

  @Test
  void aRedisThatHangsCostsItsBudgetOnly() {
    StoredDocument held = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":3}");
    engine.serves(OVERVIEW, held); // past its hard limit the engine is asked for it
    redis.publish(held);
    awaitVersion(OVERVIEW, held);
    redis.hang();
    try {
      for (String symbol :
          List.of("AAAUSDT", "BBBUSDT", "CCCUSDT", "DDDUSDT", "EEEUSDT", "FFFUSDT")) {
        DocumentKey key = DocumentKey.confluence(new Symbol(symbol));
        StoredDocument cold = now(key, "{\"symbol\":\"%s\"}".formatted(symbol));
        engine.serves("/api/dashboard/" + key, cold);
        awaitFromEngine("/api/dashboard/" + key, cold);
      }
      assertThat(client.get(OVERVIEW).statusCode()).isEqualTo(200);
      await().until(() -> tier("redis").get("state").asText().equals("down"));
      assertThat(tier("redis").at("/counts/timeouts").longValue()).isPositive();
    } finally {
      redis.resume();
    }
    await().until(() -> metrics().at("/updates/state").asText().equals("live"));
    StoredDocument after = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":4}");
    redis.publish(after);
    awaitVersion(OVERVIEW, after);
  }

  @Test
  void withoutTheEngineOldDocumentsAreServedMarkedAndTooOldOnesNot() {
    engine.stop();
    try {
      DocumentKey old = DocumentKey.confluence(new Symbol("GGGUSDT"));
      redis.publish(Documents.of(old, System.currentTimeMillis() - 60_000, "{\"score\":1}"));
      HttpResponse<byte[]> answer = client.get("/api/dashboard/" + old);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(header(answer, "Data-State")).isEqualTo("stale");
      assertThat(Integer.parseInt(header(answer, "Age"))).isGreaterThanOrEqualTo(60);
      assertThat(header(answer, "Cache-Status")).contains("hit; ttl=-");
      assertThat(header(answer, "Cache-Control")).startsWith("max-age=0");
      DocumentKey ancient = DocumentKey.confluence(new Symbol("HHHUSDT"));
      redis.publish(
          Documents.of(ancient, System.currentTimeMillis() - 16 * 60_000, "{\"score\":1}"));
      assertThat(client.get("/api/dashboard/" + ancient).statusCode()).isEqualTo(503);
    } finally {
      engine.start();
    }
    DocumentKey fresh = DocumentKey.confluence(new Symbol("AAAUSDT"));
    await()
        .untilAsserted(() -> {
          engine.serves("/api/dashboard/" + fresh, now(fresh, "{\"score\":2}"));
          assertThat(header(client.get("/api/dashboard/" + fresh), "Data-State")).isEqualTo("live");
        });
  }

  @Test
  void whatIsPlantedInRedisIsNeverServedButRemovedAndFetchedAnew() {
    StoredDocument sample = now(DocumentKey.STATUS, "{\"score\":9}");
    byte[] flipped = sample.encode();
    flipped[flipped.length - 9] ^= 4;
    List<byte[]> planted =
        List.of(
            new byte[0],
            "garbage".getBytes(StandardCharsets.UTF_8),
            flipped,
            Arrays.copyOf(flipped, flipped.length / 2),
            sample.encode(),
            new byte[] {(byte) 0xac, (byte) 0xed, 0, 5, 's', 'r'},
            new byte[2_000_000]);
    long removed = tier("redis").at("/counts/removed").longValue();
    for (int i = 0; i < planted.size(); i++) {
      DocumentKey key = DocumentKey.book(new Symbol(SYMBOLS.get(i) + "USDT"));
      String target = "/api/market/" + SYMBOLS.get(i) + "USDT/book";
      StoredDocument good = now(key, "{\"bids\":[]}");
      engine.serves(target, good);
      redis.store(key.stored(), planted.get(i));
      awaitFromEngine(target, good);
    }
    await()
        .untilAsserted(() ->
            assertThat(tier("redis").at("/counts/removed").longValue() - removed)
                .isEqualTo(planted.size()));
  }

  @Test
  void anAnnouncementThatWasMissedIsCuredByPolling() {
    StoredDocument before = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":8}");
    redis.publish(before);
    awaitVersion(OVERVIEW, before);
    long began = System.nanoTime();
    StoredDocument missed = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":9}");
    redis.store(missed.key().stored(), missed.encode());
    await()
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() ->
            assertThat(Objects.requireNonNull(local.peek(missed.key())).version())
                .isEqualTo(missed.version()));
    Log.infof(
        "A missed announcement was cured after %d ms", (System.nanoTime() - began) / 1_000_000);
    await().until(() -> metrics().at("/updates/state").asText().equals("live"));
  }

  @Test
  void silenceOnTheChannelIsNoticedAndHeldKeysArePolledMeanwhile() {
    StoredDocument before = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":5}");
    redis.publish(before);
    awaitVersion(OVERVIEW, before);
    redis.beats(false);
    try {
      await().until(() -> metrics().at("/updates/state").asText().equals("down"));
      StoredDocument unannounced = now(DocumentKey.MARKET_OVERVIEW, "{\"symbols\":6}");
      redis.store(unannounced.key().stored(), unannounced.encode());
      awaitVersion(OVERVIEW, unannounced);
    } finally {
      redis.beats(true);
    }
    await().until(() -> metrics().at("/updates/state").asText().equals("live"));
  }

  private void publishTable() {
    String[] rows =
        SYMBOLS.stream()
            .map(name -> Documents.row(name + "USDT", "50", 1, 1))
            .toArray(String[]::new);
    StoredDocument table = now(DocumentKey.MARKET_SYMBOLS, Documents.table(rows));
    redis.publish(table);
    awaitVersion("/api/market/symbols", table);
  }

  /** An engine that has just failed in another test is asked slowly. */
  private void awaitFromEngine(String target, StoredDocument document) {
    await()
        .untilAsserted(() -> {
          HttpResponse<byte[]> answer = client.get(target);
          assertThat(answer.body()).isEqualTo(document.body());
          assertThat(header(answer, "Cache-Status")).startsWith("engine; fwd=miss");
        });
  }

  private void awaitVersion(String target, StoredDocument document) {
    await()
        .untilAsserted(() ->
            assertThat(header(client.get(target), "ETag"))
                .isEqualTo("W/\"" + document.version() + "\""));
  }

  private JsonNode metrics() {
    return json(client.get("/api/cache/metrics")).get("data");
  }

  private JsonNode tier(String name) {
    for (JsonNode tier : metrics().get("tiers")) {
      if (tier.get("name").asText().equals(name)) {
        return tier;
      }
    }
    throw new AssertionError("no tier " + name);
  }

  private static StoredDocument now(DocumentKey key, String data) {
    return Documents.newest(key, data);
  }
}
