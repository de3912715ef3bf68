package io.virtuoso.storm.drill;

import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.storm.probe.Answer;
import io.virtuoso.storm.probe.Client;
import io.virtuoso.storm.probe.Route;
import io.virtuoso.storm.standin.MemcachedSocket;
import io.virtuoso.storm.standin.Publisher;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Documents that only Memcached has: those who ask for them learn which of its nodes the gateway
 * still finds something in.
 */
final class SecondTier {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int PATIENCE_MS = 5_000;

  /** What one client may have fetched at once is more. */
  private static final int PER_ADDRESS = 50;

  private final Publisher publisher;
  private final int port;
  private final int askers;

  /**
   * What came of asking.
   *
   * @param hits answers that came from Memcached
   * @param failed answers that were none
   */
  record Asked(int hits, int failed, int all) {
    double missedPercent() {
      return 100.0 * (all - hits) / all;
    }
  }

  /**
   * The second tier of a gateway.
   *
   * @param publisher of whose market the documents are
   * @param port of the gateway
   * @param askers at once
   */
  SecondTier(Publisher publisher, int port, int askers) {
    this.publisher = publisher;
    this.port = port;
    this.askers = askers;
  }

  /**
   * Stores so many documents, each in all of those nodes, wherever the gateway would look, and asks
   * for each.
   */
  Asked ask(int count, List<Integer> nodes) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(count);
    Queue<Asked> found = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < askers; i++) {
      threads.add(Thread.ofVirtual().start(() -> found.add(askWhile(left, nodes))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    int hits = found.stream().mapToInt(Asked::hits).sum();
    return new Asked(hits, found.stream().mapToInt(Asked::failed).sum(), count);
  }

  private Asked askWhile(AtomicInteger left, List<Integer> nodes) {
    int hits = 0;
    int failed = 0;
    int asked = 0;
    boolean more = true;
    while (more) {
      List<MemcachedSocket> sockets = new ArrayList<>();
      try (Client client = Newcomers.at(port)) {
        for (int node : nodes) {
          sockets.add(new MemcachedSocket(node, PATIENCE_MS));
        }
        for (int i = 0; i < PER_ADDRESS && more; i++) {
          more = left.getAndDecrement() > 0;
          if (more) {
            asked++;
            Answer answer = ask(client, sockets);
            failed += answer.status() == 200 ? 0 : 1;
            hits += answer.header("Cache-Status").orElse("").startsWith("memcached; hit") ? 1 : 0;
          }
        }
      } catch (IOException broken) {
        failed++;
      } finally {
        sockets.forEach(MemcachedSocket::close);
      }
    }
    return new Asked(hits, failed, asked);
  }

  private Answer ask(Client client, List<MemcachedSocket> nodes) throws IOException {
    Route route = Load.cold();
    DocumentKey key = route.key().orElseThrow();
    byte[] value = publisher.market().find(key).orElseThrow().encode();
    for (MemcachedSocket node : nodes) {
      String said = node.set(key.stored(), Poison.OURS, value);
      if (!said.equals("STORED")) {
        throw new IOException("Memcached says " + said);
      }
    }
    return client.get(route.target(), PATIENCE);
  }
}
