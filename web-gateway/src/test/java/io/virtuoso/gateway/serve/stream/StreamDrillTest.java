package io.virtuoso.gateway.serve.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.virtuoso.gateway.fixture.Client;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeEngine;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Surroundings;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The short forms of the stream's drills, over real sockets and with the real client. */
@QuarkusTest
@TestProfile(StreamDrillProfile.class)
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway") // Quarkus fills the fields in before each test
class StreamDrillTest {
  private static final String HELLO = "{\"op\":\"hello\"}";
  private static final String FOLLOW = "{\"op\":\"subscribe\",\"channel\":\"scores\",\"hz\":4}";
  private static final String TABLE = "/api/market/symbols";
  private static final int FAULTS = 1_000;
  private static final Duration RETRY_AFTER = Duration.ofMillis(500);

  @Surroundings.Around RedisServer redis;
  @Surroundings.Around FakeEngine engine;

  @TestHTTPResource("/ws")
  URI base;

  private final ScheduledExecutorService feeder =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
  private final Random random = new Random(7);
  private final AtomicInteger versions = new AtomicInteger();

  @AfterEach
  void stop() {
    feeder.shutdownNow();
    readers.shutdownNow();
  }

  @Test
  void whoNeverReadsIsClosedAndTheOthersMissNothing() throws Exception {
    ScheduledFuture<?> feed = feed(600);
    List<RawSocket> deaf = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      RawSocket socket = new RawSocket(base.getPort(), 4_096);
      socket.say(FOLLOW);
      deaf.add(socket);
    }
    try (RawSocket good = new RawSocket(base.getPort(), 0)) {
      good.say(FOLLOW);
      JsonNode last = Client.json(good.hear("snapshot").payload().getBytes(UTF_8));
      int taken = 0;
      while (taken < 16 || !deaf.isEmpty()) {
        JsonNode delta = Client.json(good.hear("delta").payload().getBytes(UTF_8));
        assertThat(delta.get("prev")).isEqualTo(last.get("seq"));
        last = delta;
        taken++;
        good.write(RawSocket.frame(RawSocket.PONG, new byte[0]));
        for (RawSocket socket : List.copyOf(deaf)) {
          if (isCut(socket)) {
            socket.close();
            deaf.remove(socket);
          }
        }
      }
    } finally {
      feed.cancel(false);
    }
  }

  @Test
  void whoDoesNotAnswerPingsIsClosed() throws IOException {
    try (RawSocket socket = new RawSocket(base.getPort(), 0)) {
      socket.say(HELLO);
      boolean pinged = false;
      int code = -1;
      for (RawSocket.Heard next = socket.hear(); next != null; next = socket.hear()) {
        pinged |= next.first() == RawSocket.PING;
        code = next.first() == RawSocket.CLOSE ? next.code() : code;
      }
      assertThat(pinged).isTrue();
      assertThat(code).isEqualTo(1001);
    }
  }

  @Test
  void hundredsThatAreDroppedAtOnceComeBackWithoutTroublingTheEngine() throws Exception {
    ScheduledFuture<?> feed = feed(50);
    try {
      String position = together(300, "");
      long before = engine.asked(TABLE); // others ask for other things meanwhile
      long began = System.nanoTime();
      String resume = ",\"resume\":" + position;
      together(300, resume);
      // One journey at a time, and a pause after each: no more, however many come back.
      long pauses = (System.nanoTime() - began) / RETRY_AFTER.toNanos();
      assertThat(engine.asked(TABLE) - before).isLessThanOrEqualTo(5 + pauses);
    } finally {
      feed.cancel(false);
    }
  }

  @Test
  void theRealClientLosesNothingUnnoticed() throws Exception {
    ScheduledFuture<?> feed = feed(30);
    String driver = Path.of("src/main/web/test/lossy.mjs").toString();
    Process node =
        new ProcessBuilder(
                "node",
                "--experimental-websocket",
                driver,
                "ws://" + base.getAuthority() + "/ws",
                Integer.toString(FAULTS))
            .redirectErrorStream(true)
            .start();
    try (BufferedReader out = node.inputReader(UTF_8)) {
      List<String> lines = out.lines().filter(line -> line.startsWith("{")).toList();
      assertThat(node.waitFor()).as(String.join("\n", lines)).isZero();
      JsonNode report = Client.json(lines.getLast().getBytes(UTF_8));
      assertThat(report.get("faults").intValue()).isGreaterThanOrEqualTo(FAULTS);
      assertThat(report.get("undetected").intValue()).isZero();
      assertThat(report.get("converged").booleanValue()).isTrue();
      assertThat(report.get("checked").intValue()).isGreaterThan(FAULTS);
    } finally {
      feed.cancel(false);
      node.destroyForcibly();
    }
  }

  /** Connects that many at once, follows, and tells where they all came to. */
  private String together(int clients, String resume) throws Exception {
    List<Future<String>> coming = new ArrayList<>();
    List<RawSocket> sockets = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      RawSocket socket = new RawSocket(base.getPort(), 0);
      sockets.add(socket);
      coming.add(readers.submit(() -> follow(socket, resume)));
    }
    String position = "";
    for (Future<String> one : coming) {
      position = one.get(Patience.LONG_MS, TimeUnit.MILLISECONDS);
    }
    for (RawSocket socket : sockets) {
      socket.close();
    }
    return position;
  }

  private static String follow(RawSocket socket, String resume) throws IOException {
    socket.say("{\"op\":\"hello\"" + resume + "}");
    JsonNode welcome = Client.json(socket.hear("welcome").payload().getBytes(UTF_8));
    socket.say(FOLLOW);
    JsonNode first =
        Client.json(socket.hear(resume.isEmpty() ? "snapshot" : "delta").payload().getBytes(UTF_8));
    return "{\"epoch\":%s,\"seq\":{\"scores\":%s}}"
        .formatted(welcome.get("epoch"), first.get("seq"));
  }

  /** Publishes a table of that many rows four times a second. */
  private ScheduledFuture<?> feed(int rows) {
    redis.publish(table(rows));
    return feeder.scheduleAtFixedRate(
        () -> redis.publish(table(rows)), 250, 250, TimeUnit.MILLISECONDS);
  }

  /** Scores at random, and a row whose score is what all others add up to. */
  private StoredDocument table(int rows) {
    String[] texts = new String[rows + 1];
    int version = versions.incrementAndGet();
    long sum = 0;
    for (int i = 0; i < rows; i++) {
      int score = random.nextInt(100);
      sum += (long) (i + 1) * score;
      texts[i] = Documents.row("S" + i + "USDT", Integer.toString(score), version, 1);
    }
    texts[rows] = Documents.row("SUMUSDT", Long.toString(sum), version, 1);
    return Documents.newest(DocumentKey.MARKET_SYMBOLS, Documents.table(texts));
  }

  /** Speaks, which one that was cut cannot. */
  private static boolean isCut(RawSocket socket) {
    try {
      socket.write(RawSocket.frame(RawSocket.PONG, new byte[0]));
      return false;
    } catch (IOException cut) {
      return true;
    }
  }
}
