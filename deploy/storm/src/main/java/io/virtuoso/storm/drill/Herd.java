package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Findings;
import io.virtuoso.storm.probe.Judge;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.probe.Sample;
import io.virtuoso.storm.probe.Verdict;
import io.virtuoso.storm.standin.Manner;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.RedisSocket;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * C6: everyone wants the same key at the same moment: one that nobody has, one whose only copy is
 * no longer live, one whose only copy has expired, one whose fetch dies on the way, one that cannot
 * be had.
 */
final class Herd implements Drill {
  private static final int CLIENTS = 500;

  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final int ENGINE_MS = 150;
  private static final int PATIENCE_MS = 5_000;

  /** Where there is an old copy to show. */
  private static final double STALE_P99_MS = 150;

  /** When candles are no longer live, and when they are no longer shown without a look. */
  private static final Duration PAST_SOFT = Duration.ofMillis(1_200);

  private static final Duration PAST_HARD = Duration.ofSeconds(6);

  @Override
  public String code() {
    return "C6";
  }

  @Override
  public String title() {
    return "thundering herd of " + CLIENTS;
  }

  @Override
  public void run(Arena arena, Report report) throws Exception {
    int port = arena.gateway().port();
    arena.engine().delay(ENGINE_MS);
    nobodyHasIt(arena, report, port);
    justExpired(arena, report, port);
    leaderDies(arena, report, port);
    cannotBeHad(arena, report, port);
    try (Gateway second = arena.startGateway("gateway-second", EqualKeys.settings())) {
      arena.awaitFresh(second);
      twoGateways(arena, report, List.of(port, second.port()));
      if (report.scale() == Scale.LONG) { // in less time no machine could ask unevenly enough
        equalKeys(arena, report, new EqualKeys(second.port()));
      }
    }
  }

  private static void nobodyHasIt(Arena arena, Report report, int port) throws Exception {
    Route route = Load.cold();
    arena.engine().forget();
    Findings found = rush(List.of(port), route, CLIENTS);
    report.atLeast("cold key: good answers", found.goodPercent(), 100, "%");
    report.exactly("cold key: engine calls", calls(arena, route), 1, "");
    report.note(found.complaints());
  }

  /** Half of them ask the one and half the other. */
  private static void twoGateways(Arena arena, Report report, List<Integer> ports)
      throws Exception {
    Route route = Load.cold();
    arena.engine().delay(ENGINE_MS);
    arena.engine().forget();
    Findings found = rush(ports, route, CLIENTS);
    report.atLeast("two gateways: engine calls", calls(arena, route), 1, "");
    report.atMost("two gateways: engine calls", calls(arena, route), 2, "");
    report.note(found.complaints());
  }

  /** As old as each other, they are refreshed one after the other all the same. */
  private static void equalKeys(Arena arena, Report report, EqualKeys keys) throws Exception {
    arena.engine().delay(0);
    arena.publisher().moving(false);
    long asOfMs = arena.publisher().market().published().get(0).asOfMs();
    keys.load();
    Thread.sleep(Math.max(0, asOfMs + EqualKeys.CALM.toMillis() - System.currentTimeMillis()));
    arena.publisher().moving(true);
    keys.refresh(arena.engine(), report);
  }

  /**
   * Two keys that only the local tier has: one that is no longer live, and one so old that whoever
   * asks waits a moment for a newer copy.
   */
  private static void justExpired(Arena arena, Report report, int port) throws Exception {
    Route delayed = Load.cold();
    Route expired = Load.cold();
    arena.publisher().moving(false);
    try (Client first = Newcomers.at(port)) {
      first.get(delayed.target(), DEADLINE);
      first.get(expired.target(), DEADLINE);
    }
    long loaded = System.nanoTime();
    Thread.sleep(PAST_SOFT);
    Findings shown = stampede(arena, report, port, "delayed key", delayed);
    report.injected("answers from the delayed copy", shown.count(Verdict.DELAYED));
    Thread.sleep(PAST_HARD.minusNanos(System.nanoTime() - loaded));
    Findings waited = stampede(arena, report, port, "expired key", expired);
    report.note(
        "expired key: %d shown the old copy, p50 %.0f ms"
            .formatted(waited.count(Verdict.STALE), waited.latencyMs(50)));
  }

  private static Findings stampede(Arena arena, Report report, int port, String name, Route route)
      throws Exception {
    arena.engine().forget();
    flush(arena);
    arena.publisher().moving(true);
    Patience.require(
        "a new version", DEADLINE, () -> isYoung(arena, System.currentTimeMillis() - 1_000));
    long early = calls(arena, route);
    report.note(early == 0 ? "" : name + ": fetched before anybody asked: " + early);
    arena.engine().forget();
    Findings found = rush(List.of(port), route, CLIENTS);
    report.atLeast(name + ": good answers", found.goodPercent(), 100, "%");
    report.within( // behind the answers, where there is a copy that may be shown
        name + ": the engine is asked", Duration.ofMillis(500), () -> calls(arena, route) > 0);
    report.exactly(name + ": engine calls", calls(arena, route), 1, "");
    report.within(name + ": p99", found.latencyMs(99), STALE_P99_MS);
    report.note(found.complaints());
    return found;
  }

  /** The connection of the one who set out is reset on the way. */
  private static void leaderDies(Arena arena, Report report, int port) throws Exception {
    Route route = Load.cold();
    arena.engine().forget();
    AtomicLong killed = new AtomicLong();
    Thread assassin =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Patience.until(DEADLINE, () -> calls(arena, route) > 0);
                killed.set(System.nanoTime());
                arena.toEngine().cut();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            });
    Findings found = rush(List.of(port), route, CLIENTS);
    assassin.join();
    report.injected("leader's connection reset", killed.get() == 0 ? 0 : 1);
    report.atLeast("leader dies: engine calls", calls(arena, route), 2, "");
    report.atMost("leader dies: engine calls", calls(arena, route), 3, "");
    report.within("leader dies: next leader after", nextCallMs(arena, route, killed.get()), 300);
    report.atLeast("leader dies: good answers", found.goodPercent(), 99.9, "%");
    report.within("leader dies: slowest", found.latencyMs(100), 1_000);
    report.note(found.complaints());
  }

  /** The engine fails: that must not cost it a call per request. */
  private static void cannotBeHad(Arena arena, Report report, int port) throws Exception {
    Route route = Load.cold();
    DocumentKey victim = route.key().orElseThrow();
    arena.engine().delay(0);
    arena.engine().behave(key -> key.equals(victim) ? Manner.ERROR : Manner.HONEST);
    arena.engine().forget();
    Duration time = report.scale().seconds(2, 10);
    List<Sample> samples = new ArrayList<>();
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      samples.addAll(rush(List.of(port), route, 50).samples());
      Thread.sleep(250);
    }
    Findings found = new Findings(samples);
    double allowed = 1 + time.toMillis() / 500.0;
    report.atMost("failing key: engine calls", calls(arena, route), allowed, "");
    report.exactly("failing key: refusals", found.count(Verdict.REFUSED), found.count(), "");
    report.note(found.complaints());
  }

  /** From then to the first call for that key that came later; without one, endless. */
  private static double nextCallMs(Arena arena, Route route, long since) {
    DocumentKey key = route.key().orElseThrow();
    return arena.engine().calls().stream()
        .filter(call -> call.key().equals(key) && call.at() - since > 0)
        .mapToDouble(call -> (call.at() - since) / 1e6)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static long calls(Arena arena, Route route) {
    return arena.engine().calls(route.key().orElseThrow());
  }

  private static boolean isYoung(Arena arena, long sinceMs) {
    return arena.publisher().market().published().get(0).asOfMs() >= sinceMs;
  }

  static void flush(Arena arena) throws IOException {
    try (RedisSocket redis = new RedisSocket(arena.redisPort(), PATIENCE_MS);
        MemcachedSocket memcached = new MemcachedSocket(arena.memcachedPort(), PATIENCE_MS)) {
      redis.ask("FLUSHALL");
      memcached.flush();
    }
  }

  /**
   * All at once, on those gateways in turn, each on a connection of its own that is open before.
   * Judged when all have their answers: to read hundreds of documents takes the cores from those
   * who still wait.
   */
  static Findings rush(List<Integer> ports, Route route, int clients) throws InterruptedException {
    Queue<Supplier<Sample>> heard = new ConcurrentLinkedQueue<>();
    CountDownLatch ready = new CountDownLatch(clients);
    CountDownLatch go = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      int port = ports.get(i % ports.size());
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Client client = Newcomers.at(port)) {
                  client.get("/api/market/overview", DEADLINE);
                  ready.countDown();
                  go.await();
                  heard.add(ask(client, route));
                } catch (IOException | InterruptedException failed) {
                  ready.countDown();
                  String why = String.valueOf(failed);
                  heard.add(() -> new Sample(route, 0, 0, 0, Verdict.FAILED, why, -1, ""));
                }
              }));
    }
    ready.await();
    go.countDown();
    for (Thread thread : threads) {
      thread.join();
    }
    return new Findings(heard.stream().map(Supplier::get).toList());
  }

  /** Asks now and judges later. */
  private static Supplier<Sample> ask(Client client, Route route) throws IOException {
    long sentMs = System.currentTimeMillis();
    long began = System.nanoTime();
    Answer answer = client.ask("GET", route.target(), Map.of(), began + DEADLINE.toNanos());
    long us = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
    long hereMs = System.currentTimeMillis();
    return () -> judged(route, answer, sentMs, hereMs, us);
  }

  private static Sample judged(Route route, Answer answer, long sentMs, long hereMs, long us) {
    Judge.Judgement judgement = GatewayDefaults.judge().judge(route, answer, sentMs, hereMs);
    return new Sample(
        route,
        0,
        us,
        0,
        judgement.verdict(),
        judgement.reason(),
        judgement.version(),
        answer.header("Cache-Status").orElse(""));
  }
}
