package io.virtuoso.gateway.cache.memcached;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Processes;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TwoNodesTest {
  private static final List<DocumentKey> KEYS =
      IntStream.range(0, 60)
          .mapToObj(i -> DocumentKey.confluence(new Symbol("S" + i + "USDT")))
          .toList();

  private final int[] ports = {Processes.freePort(), Processes.freePort()};
  private final Process[] servers = new Process[2];
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LocalCache local =
      new LocalCache(5_000_000, new SimpleMeterRegistry(), Runnable::run);
  private @Nullable MemcachedTier tier;

  @BeforeEach
  void start() {
    Optional<Path> program = Processes.program("memcached");
    Assumptions.assumeTrue(program.isPresent(), "there is no memcached on this machine");
    startServer(0);
    startServer(1);
  }

  private void connect(String budget) {
    String addresses = address(0) + ", " + address(1);
    tier =
        new MemcachedTier(
            Settings.of(
                Map.of(
                    "virtuoso.gateway.memcached.address", addresses,
                    "virtuoso.gateway.memcached.budget", budget)),
            Settings::freshness,
            local,
            new Belief(InstantSource.system(), Duration.ofMinutes(5)),
            new SimpleMeterRegistry(),
            Ticker.systemTicker(),
            threads);
    tier.start(new StartupEvent());
    awaitReason(null);
    offerAll();
    await().untilAsserted(() -> assertThat(found()).isEqualTo(KEYS.size()));
  }

  @AfterEach
  void stop() {
    if (tier != null) {
      tier.stop(new ShutdownEvent());
    }
    for (Process server : servers) {
      Processes.kill(server);
    }
  }

  @Test
  void oneLostCostsItsOwnKeysOnlyUntilItIsBack() {
    connect(Patience.BUDGET);
    Processes.kill(servers[1]);
    awaitReason(address(1) + " is not connected");
    assertThat(tier().report().state()).isEqualTo("up");
    assertThat(found()).isEqualTo(ofTheFirst());
    offerAll();
    assertThat(found()).as("what is lost moves nowhere").isEqualTo(ofTheFirst());
    startServer(1);
    awaitReason(null);
    offerAll();
    await().untilAsserted(() -> assertThat(found()).isEqualTo(KEYS.size()));
  }

  @Test
  void oneThatHangsCostsTheOtherNothing() {
    connect("200ms");
    Processes.signal(servers[1], "STOP");
    try {
      found();
      long errors = count("errors");
      await().untilAsserted(() -> assertThat(found()).isEqualTo(ofTheFirst()));
      assertThat(count("errors")).isEqualTo(errors);
      assertThat(tier().report().state()).isEqualTo("up");
      assertThat(tier().report().breaker()).isNotEqualTo("closed");
    } finally {
      Processes.signal(servers[1], "CONT");
    }
    await().untilAsserted(() -> assertThat(found()).isEqualTo(KEYS.size()));
    assertThat(tier().report().reason()).isNull();
  }

  private MemcachedTier tier() {
    MemcachedTier made = tier;
    if (made == null) {
      throw new IllegalStateException("not started");
    }
    return made;
  }

  private long count(String name) {
    return tier().report().counts().getOrDefault(name, 0L);
  }

  private void awaitReason(@Nullable String reason) {
    await().untilAsserted(() -> assertThat(tier().report().reason()).isEqualTo(reason));
  }

  /** How many keys belong on the first server. */
  private long ofTheFirst() {
    KetamaRing<Integer> ring = new KetamaRing<>(Map.of(address(0), 0, address(1), 1));
    long count = KEYS.stream().filter(key -> ring.node(key.stored()) == 0).count();
    assertThat(count).isBetween(1L, KEYS.size() - 1L);
    return count;
  }

  private String address(int server) {
    return "127.0.0.1:" + ports[server];
  }

  private void offerAll() {
    long now = System.currentTimeMillis();
    KEYS.forEach(key -> local.offer(Documents.of(key, now, "{\"score\":1}")));
  }

  private long found() {
    return KEYS.stream()
        .map(key -> tier().find(key, late -> {}).await().atMost(Patience.LONG))
        .filter(Optional<StoredDocument>::isPresent)
        .count();
  }

  private void startServer(int index) {
    servers[index] =
        Processes.start(
            ports[index],
            Processes.program("memcached").orElseThrow().toString(),
            "-l",
            "127.0.0.1",
            "-p",
            Integer.toString(ports[index]),
            "-U",
            "0",
            "-u",
            "nobody");
  }
}
