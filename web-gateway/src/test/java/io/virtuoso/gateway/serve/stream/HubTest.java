package io.virtuoso.gateway.serve.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.fill.WatchedKeys;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.Tier;
import io.virtuoso.gateway.route.Answer;
import io.virtuoso.gateway.route.DataState;
import io.virtuoso.gateway.route.UnknownDocumentException;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HubTest {
  private static final ObjectMapper JSON = DocumentJson.mapper();

  private final FakeClock clock = new FakeClock();
  private final Map<DocumentKey, StoredDocument> held = new HashMap<>();
  private StoredDocument last = Documents.of(DocumentKey.STATUS, 0, "{}");
  private final Set<DocumentKey> watched = new HashSet<>();
  private final Hub hub =
      new Hub(
          key ->
              held.containsKey(key)
                  ? Uni.createFrom().item(answer(held.get(key)))
                  : Uni.createFrom().failure(new UnknownDocumentException(key)),
          new WatchedKeys() {
            @Override
            public void watch(DocumentKey key) {
              watched.add(key);
            }

            @Override
            public void unwatch(DocumentKey key) {
              watched.remove(key);
            }
          },
          Settings.of(Map.of()).stream(),
          clock,
          clock,
          Runnable::run);

  private final FakeOutlet outlet = new FakeOutlet();
  private final Subscriber subscriber =
      new Subscriber(outlet, Settings.of(Map.of()).stream(), clock);

  @Test
  void aSnapshotAndThenOnlyWhatChanged() {
    publishTable(Documents.row("AUSDT", "50", 1, 1), Documents.row("BUSDT", "60", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"id\":1,\"channel\":\"scores\",\"hz\":4}");
    JsonNode snapshot = outlet.sent.removeLast();
    assertThat(snapshot.get("op").asText()).isEqualTo("snapshot");
    assertThat(snapshot.get("rows")).hasSize(2);
    publishTable(Documents.row("AUSDT", "51", 1, 1), Documents.row("CUSDT", "60", 1, 1));
    quarter();
    JsonNode delta = outlet.sent.removeLast();
    assertThat(delta.get("op").asText()).isEqualTo("delta");
    assertThat(delta.get("prev")).isEqualTo(snapshot.get("seq"));
    assertThat(delta.get("changed").findValuesAsText("symbol")).containsExactly("AUSDT", "CUSDT");
    assertThat(delta.get("removed")).hasSize(1);
    assertThat(delta.get("removed").get(0).asText()).isEqualTo("BUSDT");
    assertThat(watched).contains(DocumentKey.MARKET_SYMBOLS);
  }

  @Test
  void aSymbolChannelSetsTheMembersThatChanged() {
    DocumentKey key = DocumentKey.confluence(new Symbol("BTCUSDT"));
    publish(key, "{\"symbol\":\"BTCUSDT\",\"score\":70.5,\"dimensions\":[1]}");
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"symbol:BTCUSDT\"}");
    assertThat(outlet.sent.removeLast().at("/data/score").doubleValue()).isEqualTo(70.5);
    publish(key, "{\"symbol\":\"BTCUSDT\",\"score\":null,\"dimensions\":[1]}");
    quarter();
    assertThat(outlet.sent.removeLast().get("set")).isEqualTo(tree("{\"score\":null}"));
  }

  @Test
  void ratesConflate() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":1}");
    outlet.sent.clear();
    for (int i = 2; i <= 13; i++) {
      publishTable(Documents.row("AUSDT", Integer.toString(i), 1, 1));
      quarter();
    }
    assertThat(outlet.ops()).hasSizeBetween(3, 4).containsOnly("delta");
  }

  @Test
  void whatArrivesInItsTurnLeavesAtOnce() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":4}");
    outlet.sent.clear();
    publishTable(Documents.row("AUSDT", "2", 1, 1));
    assertThat(outlet.ops()).containsExactly("delta");
    publishTable(Documents.row("AUSDT", "3", 1, 1));
    assertThat(outlet.ops()).isEmpty();
    quarter();
    assertThat(outlet.ops()).containsExactly("delta");
  }

  @Test
  void whatABusyEventLoopHasNotWrittenIsNotFollowedByMore() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":4}");
    outlet.sent.clear();
    outlet.busy = true;
    for (int i = 2; i <= 9; i++) {
      publishTable(Documents.row("AUSDT", Integer.toString(i), 1, 1));
      quarter();
    }
    outlet.busy = false;
    assertThat(outlet.tasks).hasSize(1);
    outlet.tasks.remove().run();
    assertThat(outlet.sent.removeFirst().at("/changed/0/score").intValue()).isEqualTo(2);
    assertThat(outlet.sent.removeFirst().at("/changed/0/score").intValue()).isEqualTo(9);
    assertThat(outlet.sent).isEmpty();
  }

  @Test
  void oneEncodingServesAllWhoFollowAtARate() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    FakeOutlet second = new FakeOutlet();
    Subscriber other = new Subscriber(second, Settings.of(Map.of()).stream(), clock);
    hub.open(other);
    hub.message(other, "{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    publishTable(Documents.row("AUSDT", "2", 1, 1));
    assertThat(outlet.written.getLast()).isSameAs(second.written.getLast());
  }

  @Test
  void ofARowOnlyWhatChangedIsNamed() {
    publishTable(Documents.row("AUSDT", "50", 1, 1), Documents.row("BUSDT", "60", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    publishTable(Documents.row("AUSDT", "51", 1, 1), Documents.row("BUSDT", "60", 1, 1));
    assertThat(outlet.sent.removeLast().get("changed"))
        .isEqualTo(tree("[{\"symbol\":\"AUSDT\",\"score\":51}]"));
  }

  @Test
  void aClientThatComesBackGetsOnlyWhatItMissed() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"hello\"}");
    String epoch = outlet.sent.removeLast().get("epoch").asText();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    long seq = outlet.sent.removeLast().get("seq").longValue();
    for (int i = 2; i <= 4; i++) {
      publishTable(Documents.row("AUSDT", Integer.toString(i), 1, 1));
      quarter();
    }
    FakeOutlet second = new FakeOutlet();
    Subscriber back = new Subscriber(second, Settings.of(Map.of()).stream(), clock);
    hub.open(back);
    hub.message(
        back,
        "{\"op\":\"hello\",\"resume\":{\"epoch\":\"%s\",\"seq\":{\"scores\":%d}}}"
            .formatted(epoch, seq));
    hub.message(back, "{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    assertThat(second.ops()).containsExactly("welcome", "delta");
    JsonNode last = second.all.getLast();
    assertThat(last.get("prev").longValue()).isEqualTo(seq);
    assertThat(last.get("seq").longValue()).isEqualTo(seq + 3);
    assertThat(last.get("changed")).isEqualTo(tree("[{\"symbol\":\"AUSDT\",\"score\":4}]"));
  }

  @Test
  void aClientOfAnotherProcessStartsAnew() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    Subscriber first = new Subscriber(new FakeOutlet(), Settings.of(Map.of()).stream(), clock);
    hub.open(first);
    hub.message(first, "{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    open();
    say("{\"op\":\"hello\",\"resume\":{\"epoch\":\"other\",\"seq\":{\"scores\":7}}}");
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    assertThat(outlet.sent)
        .anySatisfy(f -> assertThat(f.path("reason").asText()).isEqualTo("epoch"));
    assertThat(outlet.ops()).containsExactly("welcome", "resync", "snapshot");
  }

  @Test
  void aSlowClientIsGivenTheLatestOfEachKeyWhenItCatchesUp() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    outlet.stuck = true;
    for (int i = 2; i < 9; i++) {
      publishTable(Documents.row("AUSDT", Integer.toString(i), 1, 1));
      quarter();
    }
    outlet.sent.clear();
    outlet.stuck = false;
    quarter();
    JsonNode delta = outlet.sent.removeFirst();
    assertThat(delta.get("op").asText()).isEqualTo("delta");
    assertThat(delta.at("/changed/0/score").intValue()).isEqualTo(8);
    assertThat(delta.get("prev").longValue()).isEqualTo(1);
    assertThat(outlet.closed).isZero();
  }

  @Test
  void whoLaggedForLongerThanIsRememberedStartsAnew() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    outlet.stuck = true;
    String[] rows = new String[800];
    for (int round = 0; round < 8; round++) { // each longer than a quarter of what is remembered
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Documents.row("A" + i + round % 2 + "USDT", Integer.toString(round), 1, 1);
      }
      publishTable(rows);
      quarter();
    }
    outlet.sent.clear();
    outlet.stuck = false;
    quarter();
    assertThat(outlet.ops()).startsWith("resync", "snapshot");
    assertThat(outlet.closed).isZero();
  }

  @Test
  void theQueueOfOneWhoNeverReadsStaysBelowItsBound() {
    String[] rows = new String[300];
    open();
    outlet.reads = false;
    for (int round = 0; round < 40; round++) {
      for (int i = 0; i < rows.length; i++) {
        rows[i] = Documents.row("A" + i + "USDT", Integer.toString(round), 1, 1);
      }
      publishTable(rows);
      if (round == 0) {
        say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
      }
      quarter();
    }
    assertThat(outlet.pending()).isBetween(128L << 10, 256L << 10);
    assertThat(outlet.sent).hasSizeLessThan(40);
  }

  @Test
  void oneThatStaysSlowIsToldSoAndClosedAndNobodyElseNotices() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    FakeOutlet good = new FakeOutlet();
    Subscriber other = new Subscriber(good, Settings.of(Map.of()).stream(), clock);
    hub.open(other);
    hub.message(other, "{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    outlet.stuck = true;
    for (int i = 0; i < 50; i++) {
      publishTable(Documents.row("AUSDT", Integer.toString(i + 2), 1, 1));
      other.heard();
      subscriber.heard(); // it answers pings: only its queue is stuck
      quarter();
    }
    assertThat(outlet.closed).isEqualTo(1008);
    assertThat(outlet.all.getLast())
        .isEqualTo(tree("{\"op\":\"resync\",\"channel\":\"scores\",\"reason\":\"lag\"}"));
    assertThat(good.closed).isZero();
    assertThat(good.ops().stream().filter("delta"::equals)).hasSize(50);
  }

  @Test
  void whoDoesNotAnswerForHalfAMinuteIsClosed() {
    open();
    for (int i = 0; i < 119; i++) {
      quarter();
    }
    assertThat(outlet.closed).isZero();
    for (int i = 0; i < 24; i++) {
      quarter();
    }
    assertThat(outlet.closed).isEqualTo(1001);
  }

  @Test
  void whoIsSilentIsAskedWithAHeartbeat() {
    open();
    for (int i = 0; i < 39; i++) {
      quarter();
    }
    assertThat(outlet.written).isNotEmpty().noneMatch(HubTest::asks);
    for (int i = 0; i < 40; i++) {
      quarter();
    }
    assertThat(outlet.written).anyMatch(HubTest::asks);
    outlet.written.clear();
    subscriber.heard();
    for (int i = 0; i < 20; i++) {
      quarter();
    }
    assertThat(outlet.written).isNotEmpty().noneMatch(HubTest::asks);
  }

  @Test
  void nonsenseIsAnsweredAndTheConnectionStays() {
    open();
    for (String nonsense :
        List.of(
            "{",
            "[]",
            "7",
            "{\"op\":\"fly\"}",
            "{\"op\":\"subscribe\"}",
            "{\"op\":\"subscribe\",\"channel\":\"symbol:btc<img>\"}",
            "{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":3}",
            "{\"op\":\"subscribe\",\"channel\":\"symbol:NOPEUSDT\"}")) {
      say(nonsense);
      JsonNode error = outlet.sent.removeLast();
      assertThat(error.get("op").asText()).as(nonsense).isEqualTo("error");
      assertThat(error.at("/problem/status").intValue()).isIn(400, 404);
    }
    assertThat(outlet.closed).isZero();
    assertThat(watched).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"x\"",
        "\"4\"",
        "2.7",
        "0",
        "-1",
        "5",
        "4294967297",
        "1e99",
        "null",
        "true",
        "[4]"
      })
  void aRateThatIsNotOnOfferIsRefused(String hz) {
    open();
    say("{\"op\":\"subscribe\",\"id\":7,\"channel\":\"scores\",\"hz\":%s}".formatted(hz));
    JsonNode error = outlet.sent.removeLast();
    assertThat(error.get("op").asText()).isEqualTo("error");
    assertThat(error.get("id").intValue()).isEqualTo(7);
    assertThat(error.at("/problem/code").asText()).isEqualTo("bad_rate");
    assertThat(watched).isEmpty();
  }

  @Test
  void subscriptionsAreBounded() {
    open();
    for (int i = 0; i < 60; i++) {
      String symbol = "A" + i + "USDT";
      publish(DocumentKey.confluence(new Symbol(symbol)), "{\"score\":1}");
      say("{\"op\":\"subscribe\",\"channel\":\"symbol:%s\"}".formatted(symbol));
    }
    List<String> ops = outlet.ops();
    assertThat(ops.stream().filter("snapshot"::equals)).hasSize(50);
    assertThat(ops.stream().filter("error"::equals)).hasSize(10);
  }

  @Test
  void whatNobodyHadIsAskedForAgainUntilSomebodyHasIt() {
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    for (int i = 0; i < 4; i++) {
      quarter();
    }
    assertThat(outlet.sent.removeLast().at("/problem/status").intValue()).isEqualTo(503);
    String table = Documents.table(Documents.row("AUSDT", "1", 1, 1));
    DocumentKey key = DocumentKey.MARKET_SYMBOLS;
    held.put(key, Documents.of(key, clock.millis(), table)); // and nobody announces it
    for (int i = 0; i < 4; i++) {
      quarter();
    }
    assertThat(outlet.ops()).containsExactly("snapshot");
  }

  @Test
  void heartbeatsCarryTheSequenceNumbers() {
    publishTable(Documents.row("AUSDT", "1", 1, 1));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\"}");
    long seq = outlet.sent.removeLast().get("seq").longValue();
    for (int i = 0; i < 20; i++) {
      quarter();
    }
    JsonNode heartbeat = outlet.sent.removeLast();
    assertThat(heartbeat.get("op").asText()).isEqualTo("heartbeat");
    assertThat(heartbeat.at("/seq/scores").longValue()).isEqualTo(seq);
  }

  @Test
  void everybodyIsToldToGoOnShutdown() {
    open();
    hub.drain();
    assertThat(outlet.ops()).containsExactly("bye");
    assertThat(outlet.closed).isEqualTo(1001);
  }

  @ParameterizedTest
  @CsvSource({"1,4", "2,4", "3,2", "4,1", "5,4", "6,2", "7,4", "8,1"})
  void whateverIsLostOnTheWayAResyncMakesWhole(long seed, int hz) {
    Random random = new Random(seed);
    publishTable(randomRows(random));
    open();
    say("{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":%d}".formatted(hz));
    FollowingClient client = new FollowingClient();
    List<JsonNode> wire = new ArrayList<>();
    for (int step = 0; step < 400; step++) {
      if (random.nextInt(3) > 0) {
        publishTable(randomRows(random));
      }
      quarter();
      subscriber.heard();
      while (!outlet.sent.isEmpty()) {
        JsonNode frame = outlet.sent.removeFirst();
        if (random.nextInt(100) < 10) {
          continue;
        }
        wire.add(frame);
        if (random.nextInt(100) < 10) {
          wire.add(frame);
        }
      }
      while (wire.size() > random.nextInt(4)) {
        client.take(wire.remove(random.nextInt(Math.min(3, wire.size()))));
      }
      if (client.wantsResync()) {
        say("{\"op\":\"resync\",\"channel\":\"scores\"}");
      }
    }
    outlet.sent.clear();
    for (int i = 0; i < 4; i++) {
      quarter(); // every rate has had its turn
    }
    outlet.sent.clear();
    say("{\"op\":\"resync\",\"channel\":\"scores\"}");
    while (!outlet.sent.isEmpty()) {
      client.take(outlet.sent.removeFirst());
    }
    JsonNode latest = tree(new String(last.body(), StandardCharsets.UTF_8));
    Map<String, JsonNode> truth = new TreeMap<>();
    latest.at("/data/rows").forEach(row -> truth.put(row.get("symbol").asText(), row));
    assertThat(client.rows).isEqualTo(truth);
    assertThat(client.deltas).isGreaterThan(20);
  }

  private static String[] randomRows(Random random) {
    List<String> rows = new ArrayList<>();
    for (char c = 'A'; c <= 'H'; c++) {
      if (random.nextInt(5) > 0) {
        rows.add(Documents.row(c + "USDT", Integer.toString(random.nextInt(5)), 1, 1));
      }
    }
    return rows.toArray(String[]::new);
  }

  /** Lets a quarter of a second pass. */
  private void quarter() {
    for (int i = 0; i < 10; i++) {
      clock.advance(Hub.TICK);
      hub.tick();
    }
  }

  private void open() {
    hub.open(subscriber);
  }

  private void say(String message) {
    hub.message(subscriber, message);
  }

  private void publishTable(String... rows) {
    publish(DocumentKey.MARKET_SYMBOLS, Documents.table(rows));
  }

  private void publish(DocumentKey key, String data) {
    clock.advance(Duration.ofMillis(1));
    StoredDocument document = Documents.of(key, clock.millis(), data);
    held.put(key, document);
    last = document;
    hub.newer(document);
  }

  /** Whether a ping without payload follows the message. */
  private static boolean asks(Frame frame) {
    ByteBuf bytes = frame.socket();
    try {
      return bytes.getUnsignedShort(bytes.readableBytes() - Short.BYTES) == 0x8900;
    } finally {
      bytes.release();
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private static Answer answer(StoredDocument document) {
    return new Answer(document, DataState.LIVE, Outcome.FRESH_HIT, Tier.LOCAL, "local; hit");
  }
}
