package io.virtuoso.gateway.route;

import static io.virtuoso.gateway.fixture.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.redis.RealRedis;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Processes;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmStartTest {
  private static final int FIRST = 9;

  private final int port = Processes.freePort();
  private final RedisServer server = new RedisServer(port);
  private final RealRedis redis = new RealRedis(port);
  private final Vertx vertx = Vertx.vertx();
  private final LocalCache local =
      new LocalCache(5_000_000, new SimpleMeterRegistry(), Runnable::run);
  private final Freshness freshness = new Freshness(InstantSource.system(), Settings.freshness());
  private final AtomicInteger asking = new AtomicInteger();
  private final AtomicInteger askingMost = new AtomicInteger();
  private boolean hangs;
  private final AtomicInteger failing = new AtomicInteger();
  private final Queue<DocumentKey> asked = new ConcurrentLinkedQueue<>();
  private volatile DocumentKey unknown = DocumentKey.confluence(new Symbol("NONEUSDT"));

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    redis.close();
    server.close();
  }

  private WarmStart start(String budget) {
    Journeys journeys =
        new Journeys(
            local,
            List.of(redis.tier()),
            this::fetch,
            (key, held) -> Uni.createFrom().item(new Leases.Untold()),
            freshness,
            () -> false,
            Duration.ofMillis(500),
            512,
            Ticker.systemTicker());
    WarmStart warm =
        new WarmStart(
            local,
            redis.tier(),
            redis.hot(),
            journeys,
            freshness,
            Settings.of(Map.of("virtuoso.gateway.warm-start", budget)));
    warm.start(new StartupEvent(), vertx);
    return warm;
  }

  private Uni<EngineDocuments.Reply> fetch(DocumentKey key) {
    if (hangs) {
      return Uni.createFrom().nothing();
    }
    asked.add(key);
    if (key.equals(unknown)) {
      return Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    }
    if (failing.getAndDecrement() > 0) {
      return Uni.createFrom().failure(new IllegalStateException("not yet"));
    }
    askingMost.accumulateAndGet(asking.incrementAndGet(), Math::max);
    EngineDocuments.Reply reply = new EngineDocuments.Reply.Document(now(key));
    return Uni.createFrom()
        .item(reply)
        .onItem()
        .delayIt()
        .by(Duration.ofMillis(20))
        .invoke(asking::decrementAndGet);
  }

  @Test
  void takesWhatRedisHasAndAsksTheEngineForTheRestAFewAtATime() {
    server.start();
    List<DocumentKey> hot =
        IntStream.range(0, 40)
            .mapToObj(i -> DocumentKey.confluence(new Symbol("S" + i + "USDT")))
            .toList();
    redis.hot().leave(hot);
    await()
        .untilAsserted(() ->
            assertThat(redis.hot().last(Patience.LONG).await().atMost(Patience.LONG))
                .isEqualTo(hot));
    StoredDocument published = now(DocumentKey.MARKET_OVERVIEW);
    server.store(published.key().stored(), published.encode());
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST + 40, FIRST + 40));
    assertThat(version(DocumentKey.MARKET_OVERVIEW)).isEqualTo(published.version());
    assertThat(askingMost.get()).isBetween(2, 10);
  }

  @Test
  void triesAgainWhatIsMissing() {
    failing.set(2 * FIRST - 1); // the first round brings nothing, the second one document
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST, FIRST));
  }

  @Test
  void doesNotWaitForWhatDoesNotExist() {
    unknown = DocumentKey.confluence(new Symbol("XRPUSDT"));
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST, FIRST - 1));
  }

  @Test
  void whatIsPlantedForTheHotKeysKeepsNothingElseFromBeingRead() {
    server.start();
    server.command("LPUSH", "virtuoso:gateway:hot", "x");
    StoredDocument published = now(DocumentKey.MARKET_OVERVIEW);
    server.store(published.key().stored(), published.encode());
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST, FIRST));
    assertThat(asked).doesNotContain(published.key());
  }

  @Test
  void goesEveryWayOnceThoughRedisHasEverything() {
    server.start();
    WarmStart first = start("1h");
    await().until(() -> first.report().ended());
    List<DocumentKey> all = List.copyOf(asked);
    all.forEach(key -> server.store(key.stored(), now(key).encode()));
    asked.clear();
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(asked).containsExactly(DocumentKey.MARKET_SYMBOLS);
  }

  @Test
  void anEngineThatIsAwayDelaysNoStartForWhichRedisHasEverything() {
    server.start();
    WarmStart first = start("1h");
    await().until(() -> first.report().ended());
    List.copyOf(asked).forEach(key -> server.store(key.stored(), now(key).encode()));
    failing.set(Integer.MAX_VALUE);
    WarmStart warm = start("1h");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST, FIRST));
  }

  @Test
  void endsInTimeWhenNothingAnswers() {
    hangs = true;
    WarmStart patient = start("1h");
    WarmStart warm = start("300ms");
    await().until(() -> warm.report().ended());
    assertThat(warm.report()).isEqualTo(new WarmStart.Report(true, FIRST, 0));
    assertThat(patient.report().ended()).isFalse();
    assertThat(local.report().entries()).as("nothing stands in for a document").isZero();
  }

  @Test
  void whatIsTooOldToBeShownIsNotTaken() {
    server.start();
    StoredDocument ancient =
        Documents.of(DocumentKey.STATUS, System.currentTimeMillis() - 16 * 60_000, "{}");
    server.store(ancient.key().stored(), ancient.encode());
    hangs = true;
    WarmStart warm = start("300ms");
    await().until(() -> warm.report().ended());
    assertThat(local.peek(DocumentKey.STATUS)).isNull();
  }

  private long version(DocumentKey key) {
    StoredDocument held = local.peek(key);
    return held == null ? 0 : held.version();
  }

  private static StoredDocument now(DocumentKey key) {
    return Documents.newest(key, "{\"symbols\":1}");
  }
}
