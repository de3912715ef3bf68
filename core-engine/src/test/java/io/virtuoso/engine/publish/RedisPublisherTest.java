package io.virtuoso.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.virtuoso.engine.Patience;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisPublisherTest {
  private static final int KEYS = 20;
  private static final long LIFETIME_MS = 600_000;

  @TempDir static Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final LatestDocuments latest = new LatestDocuments();
  private final List<Announcement> announced = new CopyOnWriteArrayList<>();
  private RedisProcess redis = notYet();
  private @Nullable RedisPublisher publisher;

  private static RedisProcess notYet() {
    try {
      return new RedisProcess(folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws IOException {
    redis.start();
  }

  @AfterEach
  void stop() {
    if (publisher != null) {
      publisher.close();
    }
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
  }

  private RedisPublisher publisher() {
    return publisher(Patience.LONG);
  }

  /** One that waits for an answer for that long. */
  private RedisPublisher publisher(Duration commandTimeout) {
    RedisPublisher made = anotherPublisher(commandTimeout);
    publisher = made;
    return made;
  }

  private RedisPublisher anotherPublisher(Duration commandTimeout) {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(redis.url())
            .setMaxPoolSize(4)
            .setMaxPoolWaiting(512);
    return new RedisPublisher(
        vertx,
        Redis.createClient(vertx, options),
        latest,
        key -> LIFETIME_MS,
        System::currentTimeMillis,
        commandTimeout);
  }

  /** Hears what is said on the update channel from here on, until Redis ends. */
  private void listen() {
    RedisConnection connection =
        Redis.createClient(vertx, redis.url())
            .connect()
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    connection.exceptionHandler(_ -> {});
    connection.handler(push -> {
      if (push.size() == 3 && String.valueOf(push.get(0)).equals("message")) {
        Optional<Announcement> decoded = Announcement.decode(String.valueOf(push.get(2)));
        announced.add(decoded.orElseThrow());
      }
    });
    connection
        .send(Request.cmd(Command.SUBSCRIBE).arg(Announcement.CHANNEL))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private static DocumentKey key(int number) {
    return new DocumentKey("confluence/K" + number);
  }

  private static StoredDocument document(int number, long version) {
    byte[] body = "{\"version\":%d}".formatted(version).getBytes(StandardCharsets.UTF_8);
    return new StoredDocument(key(number), version, version / 1_000, body);
  }

  private void publish(StoredDocument document) {
    latest.publish(document);
    if (publisher != null) {
      publisher.publish(document);
    }
  }

  private @Nullable Response ask(Command command, String... arguments) {
    return RedisProcess.ask(vertx, redis, command, arguments);
  }

  /** The stored version, or 0. */
  private long stored(int number) {
    Response value = ask(Command.GET, key(number).stored());
    try {
      return value == null ? 0 : StoredDocument.decode(key(number), value.toBytes()).version();
    } catch (StoredDocument.Refused refused) {
      throw new AssertionError(refused);
    }
  }

  private List<Long> announcedVersions(int number) {
    return announced.stream()
        .filter(each -> each.key().equals(key(number)))
        .map(Announcement::version)
        .toList();
  }

  @Test
  void whatIsNoDocumentIsReplaced() {
    ask(Command.SET, key(1).stored(), "zzzz: somebody else's value, greater than any number");
    ask(Command.SET, key(2).stored(), "");
    ask(Command.RPUSH, key(3).stored(), "a list");
    byte[] ahead = document(4, Long.MAX_VALUE - 1).encode();
    ask(Command.SET, key(4).stored(), new String(ahead, StandardCharsets.ISO_8859_1));
    publisher();
    for (int number = 1; number <= 4; number++) {
      publish(document(number, 10));
    }
    for (int number = 1; number <= 4; number++) {
      int each = number;
      Patience.await()
          .ignoreExceptions() // a list cannot be read as a value
          .untilAsserted(() -> assertThat(stored(each)).isEqualTo(10));
    }
  }

  @Test
  void newerIsStoredAndAnnouncedOlderAndEqualAreNot() {
    listen();
    RedisPublisher first = publisher();
    first.publish(document(1, 2_000));
    Patience.await().until(() -> first.published() == 1);
    first.publish(document(1, 3_000));
    Patience.await().until(() -> first.published() == 2);
    first.publish(document(1, 2_500));
    Patience.await().until(() -> first.refused() == 1);
    first.publish(document(1, 3_000));
    Patience.await().until(() -> first.refused() == 2);
    assertThat(stored(1)).isEqualTo(3_000);
    long left = Long.parseLong(String.valueOf(ask(Command.PTTL, key(1).stored())));
    assertThat(left).isBetween(1L, LIFETIME_MS);
    first.publish(document(2, 1));
    Patience.await().until(() -> announcedVersions(2).size() == 1);
    assertThat(announcedVersions(1)).containsExactly(2_000L, 3_000L);
    assertThat(first.failed()).isZero();
    assertThat(first.isUp()).isTrue();
  }

  @Test
  void aLongDocumentIsStoredCompressedAndOrderedWithShortOnesAsAnyOther() {
    byte[] body = ("{\"rows\":[" + "1,".repeat(100_000) + "1]}").getBytes(StandardCharsets.UTF_8);
    RedisPublisher first = publisher();
    first.publish(new StoredDocument(key(1), 2_000, 2, body));
    Patience.await().until(() -> first.published() == 1);
    assertThat(Long.parseLong(String.valueOf(ask(Command.STRLEN, key(1).stored()))))
        .isLessThan(body.length / 10);
    assertThat(stored(1)).isEqualTo(2_000);
    first.publish(document(1, 1_999)); // the short ones are as they are
    Patience.await().until(() -> first.refused() == 1);
    first.publish(document(1, 2_001));
    Patience.await().until(() -> first.published() == 2);
    first.publish(new StoredDocument(key(1), 2_000, 2, body));
    Patience.await().until(() -> first.refused() == 2);
    assertThat(stored(1)).isEqualTo(2_001);
  }

  @Test
  void whatNoReaderWouldTakeIsNotStored() {
    RedisPublisher first = publisher();
    first.publish(document(1, 2_000));
    Patience.await().until(() -> first.published() == 1);
    first.publish(new StoredDocument(key(1), 3_000, 3, new byte[StoredDocument.MAX_BODY + 1]));
    assertThat(first.refused()).isEqualTo(1);
    first.publish(document(2, 1));
    Patience.await().until(() -> first.published() == 2);
    assertThat(stored(1)).isEqualTo(2_000);
  }

  @Test
  void versionsBeyondADoublesDigitsAreToldApart() {
    RedisPublisher first = publisher();
    long large = (1L << 60) + 1;
    first.publish(document(1, large));
    Patience.await().until(() -> first.published() == 1);
    first.publish(document(1, large - 1));
    Patience.await().until(() -> first.refused() == 1);
    first.publish(document(1, large + 1));
    Patience.await().until(() -> first.published() == 2);
    assertThat(stored(1)).isEqualTo(large + 1);
  }

  @Test
  void twoPublishersOfTheSameDocumentsAnnounceEachVersionOnce() {
    listen();
    RedisPublisher one = publisher();
    try (RedisPublisher two = anotherPublisher(Patience.LONG)) {
      for (int version = 1; version <= 200; version++) {
        for (int i = 0; i < KEYS; i++) {
          one.publish(document(i, version));
          two.publish(document(i, version));
        }
      }
      Patience.await().until(() -> one.waiting() + two.waiting() == 0);
      Patience.await()
          .until(() -> IntStream.range(0, KEYS).allMatch(i -> announcedVersions(i).contains(200L)));
      for (int i = 0; i < KEYS; i++) {
        assertThat(stored(i)).isEqualTo(200);
        assertThat(announcedVersions(i)).isSorted().doesNotHaveDuplicates().endsWith(200L);
      }
    }
  }

  @Test
  void heartbeatsArriveAndCount() {
    listen();
    publisher();
    Patience.await()
        .until(() ->
            announced.stream().filter(a -> a.key().equals(Announcement.HEARTBEAT)).count() >= 2);
    assertThat(announced).extracting(Announcement::version).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void whileRedisIsAwayTheLatestPerKeyWaitsAndThenIsStoredAndAnnounced() throws IOException {
    RedisPublisher publisher = publisher();
    for (int i = 0; i < KEYS; i++) {
      publish(document(i, 1));
    }
    publish(document(KEYS, 7)); // never changes again
    Patience.await().until(() -> publisher.published() == KEYS + 1);
    redis.stop();
    for (int n = 0; n < 10_000; n++) {
      publish(document(n % KEYS, 2 + n / KEYS));
      assertThat(publisher.waiting()).isLessThanOrEqualTo(KEYS + 1);
    }
    Patience.await().until(() -> !publisher.isUp() && publisher.failed() > 0);
    assertThat(publisher.waiting()).isBetween(1, KEYS + 1);
    redis.start();
    listen();
    Patience.await().until(() -> publisher.isUp() && publisher.waiting() == 0);
    Patience.await().untilAsserted(() -> assertThat(stored(KEYS)).isEqualTo(7));
    for (int i = 0; i < KEYS; i++) {
      int number = i;
      Patience.await().untilAsserted(() -> assertThat(stored(number)).isEqualTo(501));
    }
    publish(document(0, 502));
    Patience.await().until(() -> announcedVersions(0).contains(502L));
  }

  @Test
  void aRedisThatForgotIsToldEverythingAgain() {
    RedisPublisher publisher = publisher();
    for (int i = 0; i < KEYS; i++) {
      publish(document(i, 5));
    }
    Patience.await().until(() -> publisher.published() == KEYS);
    Patience.await().until(() -> !keys("virtuoso:engine:*").isEmpty());
    listen();
    ask(Command.FLUSHALL);
    Patience.await().untilAsserted(() -> assertThat(keys("virtuoso:doc:*")).hasSize(KEYS));
    assertThat(publisher.failed()).isZero();
    Patience.await().until(() -> announcedVersions(KEYS - 1).equals(List.of(5L)));
  }

  private List<String> keys(String pattern) {
    Response keys = ask(Command.KEYS, pattern);
    return keys == null ? List.of() : keys.stream().map(String::valueOf).toList();
  }

  @Test
  void aRedisThatHangsHoldsNobodyUp() throws IOException, InterruptedException {
    RedisPublisher publisher = publisher(RedisPublisher.COMMAND_TIMEOUT);
    publish(document(0, 1));
    Patience.await().until(() -> publisher.isUp() && stored(0) == 1);
    redis.freeze();
    try {
      for (int n = 0; n < 10_000; n++) { // would never return if one of them waited for an answer
        publish(document(n % KEYS, 2 + n / KEYS));
      }
      Patience.await().until(() -> !publisher.isUp());
      assertThat(publisher.waiting()).isBetween(1, KEYS);
    } finally {
      redis.thaw();
    }
    for (int i = 0; i < KEYS; i++) {
      int number = i;
      Patience.await().untilAsserted(() -> assertThat(stored(number)).isEqualTo(501));
    }
    Patience.await().until(publisher::isUp);
  }

  @Test
  void nothingIsSentAfterItsEnd() {
    RedisPublisher publisher = publisher();
    publish(document(0, 1));
    Patience.await().until(() -> publisher.published() == 1);
    publisher.close();
    publisher.publish(document(0, 2));
    assertThat(publisher.waiting()).isZero();
    publisher.close();
    ask(Command.FLUSHALL);
    try (RedisPublisher other = anotherPublisher(Patience.LONG)) {
      other.publish(document(1, 1));
      Patience.await().until(() -> other.published() > 0);
    }
    assertThat(publisher.published()).isEqualTo(1);
  }

  private @Nullable Response held(int number) {
    return Redis.createClient(vertx, redis.url())
        .send(Request.cmd(Command.GET).arg(key(number).stored()))
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  @Test
  void whatIsWithdrawnIsGoneUnlessSomebodyPublishesItNewer() {
    RedisPublisher own = publisher();
    own.publish(document(1, 5_000));
    own.publish(document(2, 5_000));
    Patience.await().until(() -> held(1) != null && held(2) != null);
    own.publish(document(2, 7_000));
    Patience.await().until(() -> own.published() == 3);
    own.withdraw(document(2, 6_000));
    own.withdraw(document(1, 5_000));
    Patience.await().until(() -> held(1) == null);
    assertThat(held(2)).isNotNull();
    own.withdraw(document(3, 1));
    own.publish(document(4, 1_000));
    Patience.await().until(() -> held(4) != null);
    assertThat(own.failed()).isZero();
  }
}
