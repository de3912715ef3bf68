package io.virtuoso.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.cache.Leases;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.policy.Demand;
import io.virtuoso.gateway.fixture.Documents;
import io.virtuoso.gateway.fixture.FakeClock;
import io.virtuoso.gateway.fixture.Patience;
import io.virtuoso.gateway.fixture.Settings;
import io.virtuoso.gateway.observe.DocumentMeter;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.route.engine.EngineDocuments;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentRouterTest {
  private static final DocumentKey KEY = DocumentKey.MARKET_OVERVIEW;
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final long FIRST_MINUTE = 1_763_700_000_000L;
  private static final DocumentKey TEN_MINUTES =
      new DocumentKey(
          "candles/BTCUSDT/1m/%d-%d-300".formatted(FIRST_MINUTE, FIRST_MINUTE + 600_000));

  private final FakeClock clock = new FakeClock();
  private final LocalCache local =
      new LocalCache(1_000_000, new SimpleMeterRegistry(), Runnable::run);
  private final FakeTier redis = new FakeTier("redis");
  private final FakeTier memcached = new FakeTier("memcached");
  private final FakeEngine engine = new FakeEngine();
  private final Freshness freshness = new Freshness(clock, Settings.freshness());
  private final AtomicBoolean announced = new AtomicBoolean();
  private final DocumentRouter router =
      new DocumentRouter(
          local,
          new Journeys(
              local,
              List.of(redis, memcached),
              engine,
              (key, held) -> Uni.createFrom().item(new Leases.Untold()),
              freshness,
              announced::get,
              RETRY,
              512,
              clock),
          freshness,
          new Demand(100, new SimpleMeterRegistry()),
          Duration.ofMillis(50),
          new SimpleMeterRegistry());

  private static final class FakeTier implements SharedTier {
    final Map<DocumentKey, StoredDocument> held = new HashMap<>();
    final AtomicInteger asked = new AtomicInteger();
    final List<Consumer<StoredDocument>> waiting = new ArrayList<>();
    private final String name;

    FakeTier(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late) {
      asked.incrementAndGet();
      waiting.add(late);
      return Uni.createFrom().item(Optional.ofNullable(held.get(key)));
    }

    @Override
    public TierReport report() {
      Breaker breaker = new Breaker(() -> 0, 1, Duration.ofSeconds(1));
      return TierReport.shared(name, "up", null, breaker, Map.of());
    }
  }

  private static final class FakeEngine implements EngineDocuments {
    final AtomicInteger asked = new AtomicInteger();
    Supplier<Uni<Reply>> next = () -> Uni.createFrom().failure(new IllegalStateException("down"));

    @Override
    public Uni<Reply> fetch(DocumentKey key) {
      asked.incrementAndGet();
      return next.get();
    }

    void answers(StoredDocument document) {
      next = () -> Uni.createFrom().item(new Reply.Document(document));
    }
  }

  @Test
  void asksTheTiersInOrderAndThenTheEngine() {
    engine.answers(aged(0));
    assertThat(find().cacheStatus()).startsWith("engine; fwd=miss; stored");
    assertThat(redis.asked).hasValue(1);
    assertThat(memcached.asked).hasValue(1);
    assertThat(find().cacheStatus()).isEqualTo("local; hit; ttl=2");
    assertThat(engine.asked).hasValue(1);
  }

  @Test
  void aDocumentThatAppearsIsNoLongerRememberedAsUnknown() {
    engine.next = () -> Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    assertThatThrownBy(this::find).isInstanceOf(UnknownDocumentException.class);
    local.offer(aged(0)); // announced, for example
    local.drop(KEY);
    redis.held.put(KEY, aged(0));
    assertThat(find().cacheStatus()).startsWith("redis; hit");
  }

  @Test
  void takesTheFirstTierThatIsYoungEnough() {
    redis.held.put(KEY, aged(20_000));
    memcached.held.put(KEY, aged(500));
    Answer answer = find();
    assertThat(answer.cacheStatus()).startsWith("memcached; hit");
    assertThat(answer.state()).isEqualTo(DataState.LIVE);
    assertThat(engine.asked).hasValue(0);
  }

  @Test
  void fiveHundredCallersShareOneJourney() throws Exception {
    CompletableFuture<EngineDocuments.Reply> reply = new CompletableFuture<>();
    engine.next = () -> Uni.createFrom().completionStage(reply);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    CountDownLatch asked = new CountDownLatch(500);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 500; i++) {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        answers.add(answer);
        callers.execute(() -> {
          router.find(KEY).subscribe().with(answer::complete, answer::completeExceptionally);
          asked.countDown();
        });
      }
      asked.await();
      reply.complete(new EngineDocuments.Reply.Document(aged(0)));
    }
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().document()).isNotNull());
    assertThat(engine.asked).hasValue(1);
    assertThat(answers.stream().filter(a -> a.join().cacheStatus().contains("collapsed")))
        .hasSize(499);
    assertThat(router.meter(DocumentClass.MARKET_OVERVIEW).counted(Outcome.COALESCED))
        .isEqualTo(499);
  }

  @Test
  void whoSharesAJourneyToAnOldDocumentHasAStaleHit() {
    CompletableFuture<EngineDocuments.Reply> reply = new CompletableFuture<>();
    engine.next = () -> Uni.createFrom().completionStage(reply);
    List<CompletableFuture<Answer>> answers =
        IntStream.range(0, 3)
            .mapToObj(caller -> router.find(KEY).subscribeAsCompletionStage())
            .toList();
    reply.complete(new EngineDocuments.Reply.Document(aged(5_000)));
    assertThat(answers)
        .extracting(answer -> answer.join().outcome())
        .containsExactly(Outcome.MISS, Outcome.STALE_HIT, Outcome.STALE_HIT);
    DocumentMeter meter = router.meter(DocumentClass.MARKET_OVERVIEW);
    assertThat(meter.counted(Outcome.COALESCED)).isZero();
    assertThat(meter.counted(Outcome.STALE_HIT)).isEqualTo(2);
  }

  @Test
  void anOlderVersionNeverReplacesANewerOne() {
    StoredDocument newer = aged(12_000);
    local.offer(newer);
    redis.held.put(KEY, aged(40_000));
    engine.answers(aged(30_000));
    assertThat(find().document().version()).isEqualTo(newer.version());
    assertThat(local.peek(KEY)).isSameAs(newer);
  }

  @Test
  void pastSoftItAnswersAtOnceAndRefreshesBehind() {
    local.offer(aged(3_000));
    StoredDocument fresh = aged(100);
    engine.answers(fresh);
    Answer first = find();
    assertThat(first.state()).isEqualTo(DataState.DELAYED);
    assertThat(first.cacheStatus()).isEqualTo("local; hit; ttl=-1");
    assertThat(engine.asked).hasValue(1);
    assertThat(find().document()).isSameAs(fresh);
  }

  @Test
  void pastHardItAsksFirst() {
    local.offer(aged(11_000));
    StoredDocument fresh = aged(0);
    engine.answers(fresh);
    Answer answer = find();
    assertThat(answer.document()).isSameAs(fresh);
    assertThat(answer.cacheStatus()).startsWith("engine; fwd=stale; stored");
  }

  @Test
  void whatIsServedOnErrorIsMarkedStale() {
    local.offer(aged(60_000));
    Answer answer = find();
    assertThat(answer.state()).isEqualTo(DataState.STALE);
    assertThat(answer.cacheStatus()).isEqualTo("local; hit; ttl=-58");
  }

  @Test
  void aStaleCopyInASharedTierStaysStale() {
    memcached.held.put(KEY, aged(60_000));
    assertThat(find().state()).isEqualTo(DataState.STALE);
    assertThat(find().state()).isEqualTo(DataState.STALE);
    clock.advance(Duration.ofMinutes(15));
    assertThatThrownBy(this::find).isInstanceOf(NothingHonestException.class);
  }

  @Test
  void anEngineThatFailsIsAskedOncePerPause() {
    local.offer(aged(60_000));
    for (int i = 0; i < 100; i++) {
      assertThat(find().state()).isEqualTo(DataState.STALE);
    }
    assertThat(engine.asked).hasValue(1);
    clock.advance(RETRY.multipliedBy(2));
    find();
    assertThat(engine.asked).hasValue(2);
  }

  @Test
  void anErrorIsNeverStored() {
    assertThatThrownBy(this::find).isInstanceOf(NothingHonestException.class);
    assertThat(local.peek(KEY)).isNull();
    engine.answers(aged(0));
    clock.advance(RETRY.multipliedBy(2));
    assertThat(find().state()).isEqualTo(DataState.LIVE);
  }

  @Test
  void anEngineThatIsAsOldAsWeAreIsNotAskedOnEveryRequest() {
    StoredDocument quiet = aged(7_000);
    local.offer(quiet);
    engine.answers(quiet);
    for (int i = 0; i < 50; i++) {
      assertThat(find().state()).isEqualTo(DataState.DELAYED);
    }
    assertThat(engine.asked).hasValue(1);
  }

  @Test
  void anUnknownSymbolCostsTheEngineNothingOnceTheListIsKnown() {
    local.offer(
        Documents.of(
            DocumentKey.MARKET_SYMBOLS,
            clock.millis(),
            Documents.table(Documents.row("BTCUSDT", "71.5", 1.5, 1))));
    assertThatThrownBy(() -> find(DocumentKey.confluence(new Symbol("NOPEUSDT"))))
        .isInstanceOf(UnknownDocumentException.class);
    assertThat(engine.asked).hasValue(0);
  }

  @Test
  void aSymbolThatANewTableDoesNotListYetIsStillKnown() {
    DocumentKey key = DocumentKey.book(new Symbol("BTCUSDT"));
    local.offer(table(clock.millis() - 1, "BTCUSDT"));
    assertThatThrownBy(() -> find(DocumentKey.book(new Symbol("NOPEUSDT"))))
        .isInstanceOf(UnknownDocumentException.class);
    local.offer(table(clock.millis(), "ETHUSDT"));
    StoredDocument book = Documents.of(key, clock.millis(), "{}");
    engine.answers(book);
    assertThat(find(key).document()).isSameAs(book);
  }

  @Test
  void aTableThatIsNotWholeRulesOutNothing() {
    DocumentKey key = DocumentKey.book(new Symbol("ETHUSDT"));
    String whole = Documents.table(Documents.row("BTCUSDT", "71.5", 1.5, 1));
    String part = whole.replace("],\"coverage\":1.0}", "],\"coverage\":0.5}");
    local.offer(Documents.of(DocumentKey.MARKET_SYMBOLS, clock.millis() - 1, part));
    engine.next = () -> Uni.createFrom().failure(new IllegalStateException("no data yet"));
    assertThatThrownBy(() -> find(key)).isInstanceOf(NothingHonestException.class);
    assertThat(engine.asked).hasValue(1);
    clock.advance(RETRY.multipliedBy(2));
    local.offer(Documents.of(DocumentKey.MARKET_SYMBOLS, clock.millis(), part));
    engine.next = () -> Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    assertThatThrownBy(() -> find(key)).isInstanceOf(UnknownDocumentException.class);
    assertThat(engine.asked).hasValue(2);
    clock.advance(RETRY.multipliedBy(5));
    local.offer(table(clock.millis(), "BTCUSDT"));
    assertThatThrownBy(() -> find(key)).isInstanceOf(UnknownDocumentException.class);
    assertThat(engine.asked).hasValue(2);
  }

  private static StoredDocument table(long asOfMs, String symbol) {
    String rows = Documents.table(Documents.row(symbol, "71.5", 1.5, 1));
    return Documents.of(DocumentKey.MARKET_SYMBOLS, asOfMs, rows);
  }

  @Test
  void withoutAListTheEngineDecides() {
    AtomicInteger calls = new AtomicInteger();
    engine.next =
        () ->
            calls.incrementAndGet() == 1
                ? Uni.createFrom().failure(new IllegalStateException("no list yet"))
                : Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    assertThatThrownBy(() -> find(DocumentKey.book(new Symbol("NOPEUSDT"))))
        .isInstanceOf(UnknownDocumentException.class);
    assertThat(engine.asked).hasValue(2);
  }

  @Test
  void closedCandlesNeverGrowOld() {
    local.offer(candles(10));
    clock.advance(Duration.ofDays(30));
    assertThat(find(TEN_MINUTES).state()).isEqualTo(DataState.LIVE);
    assertThat(router.fresh(TEN_MINUTES)).isNotNull();
    assertThat(engine.asked).hasValue(0);
  }

  @Test
  void closedCandlesOfAnyAgeAreTakenFromASharedTier() {
    memcached.held.put(TEN_MINUTES, candles(10));
    clock.advance(Duration.ofDays(30));
    local.offer(table(clock.millis(), "BTCUSDT"));
    assertThat(find(TEN_MINUTES).cacheStatus()).startsWith("memcached; hit");
    assertThat(find(TEN_MINUTES).cacheStatus()).startsWith("local; hit");
    assertThat(engine.asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void closedCandlesThatAreNotAllThereGrowOldAndAreAskedForAgain(int bars) {
    local.offer(candles(bars));
    assertThat(find(TEN_MINUTES).state()).isEqualTo(DataState.LIVE);
    clock.advance(Duration.ofSeconds(3));
    assertThat(router.fresh(TEN_MINUTES)).isNull();
    StoredDocument filled = candles(10);
    engine.answers(filled);
    assertThat(find(TEN_MINUTES).state()).isEqualTo(DataState.DELAYED);
    clock.advance(Duration.ofDays(30));
    assertThat(find(TEN_MINUTES).document()).isSameAs(filled);
    assertThat(engine.asked).hasValue(1);
  }

  @Test
  void anOldCopyOfIncompleteCandlesIsNoAnswer() {
    memcached.held.put(TEN_MINUTES, candles(9));
    clock.advance(Duration.ofMinutes(16));
    assertThatThrownBy(() -> find(TEN_MINUTES)).isInstanceOf(NothingHonestException.class);
    assertThat(local.peek(TEN_MINUTES)).isNull();
  }

  /** The last so many of {@link #TEN_MINUTES}, as they are known now. */
  private StoredDocument candles(int bars) {
    return Documents.of(
        TEN_MINUTES,
        clock.millis(),
        Documents.minuteBars(LongStream.range(10 - bars, 10).map(i -> FIRST_MINUTE + i * 60_000)));
  }

  @Test
  void anUnknownDocumentIsAskedForOnceInAWhile() {
    DocumentKey key = new DocumentKey("signals/nosuch");
    engine.next = () -> Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    for (int i = 0; i < 50; i++) {
      assertThatThrownBy(() -> find(key)).isInstanceOf(UnknownDocumentException.class);
    }
    assertThat(engine.asked).hasValue(1);
    clock.advance(RETRY.multipliedBy(5));
    assertThatThrownBy(() -> find(key)).isInstanceOf(UnknownDocumentException.class);
    assertThat(engine.asked).hasValue(2);
  }

  @Test
  void whatTheEngineNoLongerKnowsIsNotServedByTurnsFromAnOldCopy() {
    local.offer(aged(60_000));
    engine.next = () -> Uni.createFrom().item(new EngineDocuments.Reply.Unknown());
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(this::find).isInstanceOf(UnknownDocumentException.class);
    }
    assertThat(engine.asked).hasValue(1);
  }

  @Test
  void aQuietDocumentCostsTheEngineLessAndLessWhileAnnouncementsArrive() {
    StoredDocument quiet = aged(3_000);
    local.offer(quiet);
    engine.answers(quiet);
    announced.set(true);
    for (int second = 0; second < 6; second++) {
      find();
      find();
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(engine.asked.get()).isBetween(2, 4);
  }

  @Test
  void whoHasAnOldCopyDoesNotWaitForAnEngineThatHangs() {
    StoredDocument old = aged(60_000);
    local.offer(old);
    engine.next = () -> Uni.createFrom().nothing();
    assertThat(find().document()).isSameAs(old);
    assertThat(find().state()).isEqualTo(DataState.STALE);
    assertThat(engine.asked).as("both wait for one journey").hasValue(1);
  }

  @Test
  void aLiveCopyNearItsEndIsRefreshedBehind() {
    local.offer(aged(1_950));
    StoredDocument fresh = aged(10);
    engine.answers(fresh);
    for (int i = 0; i < 2_000 && local.peek(KEY) != fresh; i++) {
      assertThat(find().state()).isEqualTo(DataState.LIVE);
    }
    assertThat(local.peek(KEY)).isSameAs(fresh);
    assertThat(engine.asked).hasValue(1);
    find();
    assertThat(engine.asked).hasValue(1);
  }

  @Test
  void aLiveCopyOfWhichAnythingNewerWouldBeAnnouncedCostsNothing() {
    announced.set(true);
    local.offer(aged(1_990));
    engine.answers(aged(10));
    for (int i = 0; i < 100; i++) {
      assertThat(find().state()).isEqualTo(DataState.LIVE);
    }
    assertThat(engine.asked).hasValue(0);
  }

  @Test
  void aCopyTooLateForItsTierIsShownWhenNothingElseComes() {
    StoredDocument copy = aged(300);
    engine.next =
        () -> {
          redis.waiting.forEach(late -> late.accept(copy));
          return Uni.createFrom().failure(new IllegalStateException("down"));
        };
    Answer answer = find();
    assertThat(answer.document()).isSameAs(copy);
    assertThat(answer.state()).isEqualTo(DataState.LIVE);
    assertThat(find().cacheStatus()).startsWith("local; hit");
  }

  @Test
  void aLateCopyOlderThanMayBeShownIsNotKept() {
    engine.next =
        () -> {
          redis.waiting.forEach(late -> late.accept(aged(16 * 60_000)));
          return Uni.createFrom().failure(new IllegalStateException("down"));
        };
    assertThatThrownBy(this::find).isInstanceOf(NothingHonestException.class);
    assertThat(local.peek(KEY)).isNull();
  }

  @Test
  void theShortWayIsForCopiesFarFromTheirRefresh() {
    assertThat(router.fresh(KEY)).isNull();
    local.offer(aged(1_200));
    assertThat(router.fresh(KEY)).isNull();
    StoredDocument young = aged(300);
    local.offer(young);
    assertThat(router.fresh(KEY)).isSameAs(young);
  }

  private StoredDocument aged(long ms) {
    return Documents.of(KEY, clock.millis() - ms, "{\"symbols\":3}");
  }

  private Answer find() {
    return find(KEY);
  }

  private Answer find(DocumentKey key) {
    return router.find(key).await().atMost(Patience.LONG);
  }
}
