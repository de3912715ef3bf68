package io.virtuoso.gateway.cache.memcached;

import static io.virtuoso.gateway.fixture.Patience.await;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Processes;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemcachedTierTest {
  private static final DocumentKey KEY = DocumentKey.MARKET_OVERVIEW;

  private final int port = Processes.freePort();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LocalCache local =
      new LocalCache(50_000_000, new SimpleMeterRegistry(), Runnable::run);
  private final MemcachedTier tier = tier("127.0.0.1:" + port);
  private @Nullable Process memcached;

  @BeforeEach
  void start() {
    Optional<Path> program = Processes.program("memcached");
    Assumptions.assumeTrue(program.isPresent(), "there is no memcached on this machine");
    tier.start(new StartupEvent());
    startMemcached();
    awaitState("up");
  }

  @AfterEach
  void stop() {
    tier.stop(new ShutdownEvent());
    Processes.kill(memcached);
  }

  @Test
  void keepsWhatTheGatewayAccepts() {
    StoredDocument document = now("{\"symbols\":3}");
    local.offer(document);
    await().untilAsserted(() -> assertThat(version()).contains(document.version()));
  }

  @Test
  void whatNobodyReplacesGoesWhenItMayNoLongerBeShown() {
    local.offer(now("{\"symbols\":3}"));
    await().until(this::stored);
    String left = exchange("mg " + KEY.stored() + " t", new byte[0]); // "HD t<seconds>"
    assertThat(left).startsWith("HD t");
    long drop = 900; // fifteen minutes, as the API says
    assertThat(Long.parseLong(left.substring(4).strip()))
        .isBetween(drop - Patience.LONG.toSeconds(), drop);
  }

  @Test
  void longDocumentsAreCompressedAndTooLongOnesLeaveTheOldValueAlone() {
    StoredDocument large = now("{\"text\":\"" + "abc".repeat(400_000) + "\"}");
    local.offer(large);
    await().untilAsserted(() -> assertThat(version()).contains(large.version()));
    byte[] noise = new byte[1_500_000];
    new Random(1).nextBytes(noise);
    local.offer(
        Documents.of(
            KEY,
            large.asOfMs() + 1,
            "{\"text\":\"" + java.util.Base64.getEncoder().encodeToString(noise) + "\"}"));
    await().untilAsserted(() -> assertThat(tier.report().counts()).containsEntry("refused", 1L));
    assertThat(version()).contains(large.version());
  }

  @Test
  void anOlderVersionNeverReplacesANewerOneOfAnotherGateway() {
    StoredDocument older = now("{\"symbols\":1}");
    StoredDocument newer = Documents.of(KEY, older.asOfMs() + 1_000, "{\"symbols\":2}");
    plant(MemcachedValue.FLAG, newer.encode());
    local.offer(older);
    await().untilAsserted(() -> assertThat(tier.report().counts()).containsEntry("outdated", 1L));
    assertThat(tier.report().counts()).containsEntry("stored", 0L);
    assertThat(version()).contains(newer.version());
  }

  @Test
  void whatIsNotBelievedKeepsNoGoodDocumentOut() {
    plant(0, new byte[] {1, 2, 3});
    StoredDocument first = now("{\"symbols\":1}");
    local.offer(first);
    await().untilAsserted(() -> assertThat(tier.report().counts()).containsEntry("stored", 1L));
    assertThat(version()).contains(first.version());
    plant(MemcachedValue.FLAG, Documents.of(KEY, first.asOfMs() + 3_600_000, "{}").encode());
    StoredDocument second = Documents.of(KEY, first.asOfMs() + 1_000, "{\"symbols\":2}");
    local.offer(second);
    await().untilAsserted(() -> assertThat(tier.report().counts()).containsEntry("stored", 2L));
    assertThat(version()).contains(second.version());
  }

  @Test
  void twoGatewaysThatWriteAtOnceNeverGoBack() {
    LocalCache theirs = new LocalCache(50_000_000, new SimpleMeterRegistry(), Runnable::run);
    MemcachedTier other = tier("127.0.0.1:" + port, theirs);
    other.start(new StartupEvent());
    try {
      await().untilAsserted(() -> assertThat(other.report().state()).isEqualTo("up"));
      long start = System.currentTimeMillis();
      long seen = 0;
      Random random = new Random(7);
      for (int i = 0; i < 300; i++) {
        StoredDocument document = Documents.of(KEY, start + i, "{\"symbols\":" + i + "}");
        (random.nextBoolean() ? local : theirs).offer(document);
        Map<String, Long> before = tier.report().counts();
        Optional<Long> now = version();
        if (now.isPresent()) {
          assertThat(now.get()).isGreaterThanOrEqualTo(seen);
          seen = now.get();
        } else if (seen > 0) { // on a busy machine a read may end at its budget; a miss must not be
          assertThat(tier.report().counts())
              .extractingByKey("misses")
              .isEqualTo(before.get("misses"));
        }
      }
      StoredDocument last = Documents.of(KEY, start + 300, "{\"symbols\":300}");
      local.offer(last);
      theirs.offer(last);
      await().untilAsserted(() -> assertThat(version()).contains(last.version()));
    } finally {
      other.stop(new ShutdownEvent());
    }
  }

  /** Would say that it was brought to life. */
  static final class Planted implements Serializable {
    static final AtomicBoolean ALIVE = new AtomicBoolean();

    @Serial private static final long serialVersionUID = 1L;

    @Serial
    private void readObject(ObjectInputStream in) {
      ALIVE.set(true);
    }
  }

  @Test
  void aSerialisedObjectIsRefusedAndNeverBroughtToLife() throws IOException {
    ByteArrayOutputStream serialised = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(serialised)) {
      out.writeObject(new Planted());
    }
    for (int flag : new int[] {1, 3, 0x100, MemcachedValue.FLAG, MemcachedValue.FLAG + 1}) {
      plant(flag, serialised.toByteArray());
      assertThat(version()).as("flag %d", flag).isEmpty();
      assertThat(stored()).as("refused values are deleted").isFalse();
    }
    assertThat(Planted.ALIVE).isFalse();
    assertThat(tier.report().counts()).containsEntry("refused", 5L);
  }

  @Test
  void whatIsNotWholeIsRefused() {
    StoredDocument good = now("{\"symbols\":3}");
    byte[] bytes = good.encode();
    byte[] flipped = bytes.clone();
    flipped[flipped.length - 5] ^= 1;
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length - 1);
    plant(MemcachedValue.FLAG, flipped);
    assertThat(version()).isEmpty();
    plant(MemcachedValue.FLAG, cut);
    assertThat(version()).isEmpty();
    plant(MemcachedValue.FLAG, Documents.of(DocumentKey.STATUS, good.asOfMs(), "{}").encode());
    assertThat(version()).isEmpty();
    plant(0, bytes);
    assertThat(version()).isEmpty();
    plant(MemcachedValue.FLAG + 1, bytes);
    assertThat(version()).isEmpty();
    plant(MemcachedValue.FLAG, Documents.of(KEY, good.asOfMs() + 3_600_000, "{}").encode());
    assertThat(version()).as("from the future").isEmpty();
    plant(MemcachedValue.FLAG, bytes);
    assertThat(version()).contains(good.version());
  }

  @Test
  void comesBackByItself() {
    Processes.kill(memcached);
    awaitState("down");
    assertThat(version()).isEmpty();
    startMemcached();
    awaitState("up");
    StoredDocument document = now("{\"symbols\":4}");
    local.offer(document);
    await().untilAsserted(() -> assertThat(version()).contains(document.version()));
  }

  @Test
  void aHangCostsItsBudgetAndThenNothing() {
    Process running = memcached;
    Assumptions.assumeTrue(running != null);
    FakeClock clock = new FakeClock(); // no pause of the breaker ends but by the test
    MemcachedTier hurried = tier("127.0.0.1:" + port, local, "50ms", clock);
    hurried.start(new StartupEvent());
    try {
      await().untilAsserted(() -> assertThat(hurried.report().state()).isEqualTo("up"));
      Processes.signal(running, "STOP");
      for (int i = 0; i < 8; i++) {
        assertThat(version(hurried)).isEmpty();
      }
      assertThat(hurried.report().state()).isEqualTo("down");
      Map<String, Long> counts = hurried.report().counts();
      assertThat(counts.get("skipped")).isEqualTo(3);
      assertThat(counts.get("timeouts")).isEqualTo(5);
      Processes.signal(running, "CONT");
      StoredDocument document = now("{\"symbols\":5}");
      await()
          .untilAsserted(() -> {
            plant(MemcachedValue.FLAG, document.encode());
            clock.advance(Duration.ofSeconds(2));
            assertThat(version(hurried)).contains(document.version());
          });
    } finally {
      hurried.stop(new ShutdownEvent());
    }
  }

  @Test
  void withoutAnAddressItIsOff() {
    MemcachedTier off = tier("");
    assertThat(off.report().state()).isEqualTo("off");
    assertThat(off.find(KEY, late -> {}).await().indefinitely()).isEmpty();
  }

  @Test
  void everyKeyFitsTheProtocol() {
    String longest = "candles/ABCDEFGHIJ0123456789/30m/16725225600000-16725225600000-1000";
    assertThat(new DocumentKey(longest).stored()).matches("[!-~]{1,200}");
  }

  private MemcachedTier tier(String address) {
    return tier(address, local);
  }

  private MemcachedTier tier(String address, LocalCache local) {
    return tier(address, local, Patience.BUDGET, Ticker.systemTicker());
  }

  private MemcachedTier tier(String address, LocalCache local, String budget, Ticker ticker) {
    InstantSource clock = InstantSource.system();
    return new MemcachedTier(
        Settings.of(
            Map.of(
                "virtuoso.gateway.memcached.address", address,
                "virtuoso.gateway.memcached.budget", budget)),
        Settings::freshness,
        local,
        new Belief(clock, Duration.ofMinutes(5)),
        new SimpleMeterRegistry(),
        ticker,
        threads);
  }

  private void startMemcached() {
    memcached =
        Processes.start(
            port,
            Processes.program("memcached").orElseThrow().toString(),
            "-l",
            "127.0.0.1",
            "-p",
            Integer.toString(port),
            "-U",
            "0",
            "-u",
            "nobody");
  }

  private void awaitState(String state) {
    await().untilAsserted(() -> assertThat(tier.report().state()).isEqualTo(state));
  }

  private Optional<Long> version() {
    return version(tier);
  }

  private static Optional<Long> version(MemcachedTier tier) {
    return tier.find(KEY, late -> {}).await().atMost(Patience.LONG).map(StoredDocument::version);
  }

  private static StoredDocument now(String data) {
    return Documents.newest(KEY, data);
  }

  private void plant(int flag, byte[] value) {
    String head = "set %s %d 0 %d\r\n".formatted(KEY.stored(), flag, value.length);
    assertThat(exchange(head, value)).startsWith("STORED");
  }

  private boolean stored() {
    return exchange("get " + KEY.stored(), new byte[0]).startsWith("VALUE");
  }

  private String exchange(String head, byte[] value) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(value);
      socket.getOutputStream().write("\r\n".getBytes(US_ASCII));
      byte[] answer = new byte[64];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), US_ASCII);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
