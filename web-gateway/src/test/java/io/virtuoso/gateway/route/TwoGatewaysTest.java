package io.virtuoso.gateway.route;

import static io.virtuoso.gateway.fixture.Patience.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.policy.Demand;
import io.virtuoso.gateway.cache.redis.RealRedis;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Processes;
import io.virtuoso.gateway.fixture.RedisServer;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two gateways with one Redis and one engine. */
class TwoGatewaysTest {
  private static final int PORT = Processes.freePort();
  private static final RedisServer SERVER = new RedisServer(PORT);
  private static final RealRedis FIRST = new RealRedis(PORT);
  private static final RealRedis SECOND = new RealRedis(PORT);

  private final AtomicInteger asked = new AtomicInteger();
  private final Freshness freshness = new Freshness(InstantSource.system(), Settings.freshness());
  private Supplier<Uni<EngineDocuments.Reply>> reply = () -> Uni.createFrom().nothing();

  @BeforeAll
  static void start() {
    SERVER.start();
  }

  @AfterAll
  static void stop() {
    FIRST.close();
    SECOND.close();
    SERVER.close();
  }

  private DocumentRouter gateway(RealRedis redis) {
    return gateway(redis, () -> {});
  }

  /**
   * One of the two.
   *
   * @param waits what happens whenever it is told that the other asks
   */
  private DocumentRouter gateway(RealRedis redis, Runnable waits) {
    LocalCache local = new LocalCache(1_000_000, new SimpleMeterRegistry(), Runnable::run);
    Journeys journeys =
        new Journeys(
            local,
            List.of(redis.tier()),
            key -> {
              asked.incrementAndGet();
              return reply.get();
            },
            (key, held) ->
                redis
                    .leases()
                    .turn(key, held)
                    .invoke(turn -> {
                      if (turn instanceof Leases.Taken) {
                        waits.run();
                      }
                    }),
            freshness,
            () -> false,
            Duration.ofMillis(500),
            64,
            Ticker.systemTicker());
    return new DocumentRouter(
        local,
        journeys,
        freshness,
        new Demand(10, new SimpleMeterRegistry()),
        Duration.ofMillis(150),
        new SimpleMeterRegistry());
  }

  @Test
  void fiveHundredClientsOfAKeyThatExpiredEverywhereAskTheEngineOnce() throws Exception {
    DocumentKey key = new DocumentKey("market/movers");
    CompletableFuture<EngineDocuments.Reply> answer = new CompletableFuture<>();
    reply = () -> Uni.createFrom().completionStage(answer);
    StoredDocument document = now(key);
    Runnable answers =
        () -> answer.complete(new EngineDocuments.Reply.Document(document)); // once one waits
    List<DocumentRouter> gateways = List.of(gateway(FIRST, answers), gateway(SECOND, answers));
    List<CompletableFuture<Answer>> found = new ArrayList<>();
    CountDownLatch sent = new CountDownLatch(500);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        DocumentRouter gateway = gateways.get(i % 2);
        CompletableFuture<Answer> one = new CompletableFuture<>();
        found.add(one);
        callers.execute(() -> {
          gateway.find(key).subscribe().with(one::complete, one::completeExceptionally);
          sent.countDown();
        });
      }
      sent.await();
    }
    assertThat(found)
        .allSatisfy(each ->
            assertThat(each.get(Patience.LONG_MS, MILLISECONDS).state()).isEqualTo(DataState.LIVE));
    assertThat(asked).hasValue(1);
  }

  @Test
  void whoFollowsADeadOneAsksItself() {
    DocumentKey key = DocumentKey.MARKET_OVERVIEW;
    SERVER.command("SET", "virtuoso:lease:{" + key + "}", "of one who died", "PX", "200");
    StoredDocument document = now(key);
    reply = () -> Uni.createFrom().item(new EngineDocuments.Reply.Document(document));
    assertThat(find(gateway(FIRST), key).document()).isSameAs(document);
    assertThat(asked).hasValue(1);
  }

  @Test
  void nobodyWaitsForLongForOneWhoNeverEnds() {
    DocumentKey key = DocumentKey.STATUS;
    DocumentRouter other = gateway(SECOND);
    other.find(key).subscribe().with(answer -> {}, failure -> {}); // never answered
    await().until(() -> asked.get() == 1);
    StoredDocument document = now(key);
    reply = () -> Uni.createFrom().item(new EngineDocuments.Reply.Document(document));
    assertThat(find(gateway(FIRST), key).document()).isSameAs(document);
    assertThat(asked).as("at most one call for each gateway").hasValue(2);
  }

  @Test
  void whatIsPlantedAsALeaseHoldsNobodyUp() {
    DocumentKey key = DocumentKey.DASHBOARD_OVERVIEW;
    StoredDocument document = now(key);
    reply = () -> Uni.createFrom().item(new EngineDocuments.Reply.Document(document));
    SERVER.command("LPUSH", "virtuoso:lease:{" + key + "}", "x");
    assertThat(find(gateway(FIRST), key).document()).isSameAs(document);
    DocumentKey other = DocumentKey.MARKET_SYMBOLS;
    StoredDocument table = now(other);
    reply = () -> Uni.createFrom().item(new EngineDocuments.Reply.Document(table));
    SERVER.command("SET", "virtuoso:lease:{" + other + "}", "for ever");
    assertThat(find(gateway(FIRST), other).document()).isSameAs(table);
  }

  private static Answer find(DocumentRouter gateway, DocumentKey key) {
    return gateway.find(key).await().atMost(Patience.LONG);
  }

  private static StoredDocument now(DocumentKey key) {
    return Documents.newest(key, "{\"symbols\":1}");
  }
}
