package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.standin.StandInEngine;
import io.virtuoso.storm.standin.StandInEngine.Call;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A thousand keys whose copies in one gateway become too old at the same moment, and their readers.
 */
final class EqualKeys {
  /** Long enough that all copies are there well before the first is refreshed. */
  static final Duration LIFETIME = Duration.ofSeconds(30);

  /** Up to this age of a copy nobody thinks of a newer one. */
  static final Duration CALM = LIFETIME.multipliedBy(7).dividedBy(10);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMinutes(1);
  private static final Duration ROUND = Duration.ofMillis(400);
  private static final int READERS = 25;
  private static final int EACH = 40;

  /** Refreshes lie in the last fifth of a life. */
  private static final Duration SPREAD = LIFETIME.dividedBy(5);

  private static final int PARTS = 10;

  private final int port;
  private final List<List<Route>> routes = new ArrayList<>();
  private final Map<String, String> tags = new ConcurrentHashMap<>();

  EqualKeys(int port) {
    this.port = port;
    for (int reader = 0; reader < READERS; reader++) {
      List<Route> own = new ArrayList<>();
      for (int i = 0; i < EACH; i++) {
        own.add(Load.cold());
      }
      routes.add(own);
    }
  }

  /** Of the gateway that holds the copies. */
  static Map<String, String> settings() {
    return Map.of(
        GatewayDefaults.limit("candles", "soft"), GatewayDefaults.text(LIFETIME),
        GatewayDefaults.limit("candles", "soft-max"), GatewayDefaults.text(LIFETIME),
        GatewayDefaults.limit("candles", "hard"), GatewayDefaults.text(LIFETIME.multipliedBy(3)));
  }

  /** Asks for each key until there is a copy. */
  void load() throws InterruptedException {
    long deadline = System.nanoTime() + LOOK.toNanos();
    inParallel((client, own) -> {
      for (Route route : own) {
        Answer answer = client.get(route.target(), PATIENCE);
        while (answer.status() != 200 && System.nanoTime() - deadline < 0) {
          LockSupport.parkNanos(ROUND.toNanos());
          answer = client.get(route.target(), PATIENCE);
        }
        tags.put(route.target(), answer.header("ETag").orElse("none"));
      }
    });
  }

  /**
   * Asks for each key every 400 ms until there is a newer copy, and tells how unevenly the engine
   * was asked: in the busiest tenth of the spread, beside what a tenth of it should see.
   */
  void refresh(StandInEngine engine, Report report) throws InterruptedException {
    engine.forget();
    long deadline = System.nanoTime() + LOOK.toNanos();
    inParallel((client, own) -> {
      List<Route> old = new ArrayList<>(own);
      for (long due = System.nanoTime(); !old.isEmpty() && due - deadline < 0; ) {
        for (Route route : List.copyOf(old)) {
          Answer answer = client.get(route.target(), PATIENCE);
          if (!answer.header("ETag").equals(Optional.ofNullable(tags.get(route.target())))) {
            old.remove(route);
          }
        }
        due = Math.max(due + ROUND.toNanos(), System.nanoTime());
        LockSupport.parkNanos(due - System.nanoTime());
      }
    });
    List<Call> refreshed = refreshed(engine);
    int busiest = CoreHang.busiest(refreshed, SPREAD.dividedBy(PARTS));
    report.exactly("equal keys: refreshed", refreshed.size(), READERS * EACH, "");
    report.atMost(
        "equal keys: busiest tenth of the spread",
        (double) busiest * PARTS / (READERS * EACH),
        3,
        "× mean");
  }

  /** The first call for each of the keys, in the order in which they came. */
  private List<Call> refreshed(StandInEngine engine) {
    Set<DocumentKey> left =
        routes.stream()
            .flatMap(List::stream)
            .map(route -> route.key().orElseThrow())
            .collect(Collectors.toCollection(HashSet::new));
    return engine.calls().stream().filter(call -> left.remove(call.key())).toList();
  }

  private interface Reader {
    void read(Client client, List<Route> own) throws IOException;
  }

  private void inParallel(Reader reader) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      List<Route> own = routes.get(i);
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try (Client client = Newcomers.at(port)) {
                  reader.read(client, own);
                } catch (IOException lost) {
                  // then its keys are not refreshed, which is missed
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
