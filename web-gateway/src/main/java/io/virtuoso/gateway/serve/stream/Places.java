package io.virtuoso.gateway.serve.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** How many streams are open, in all and per client, and whether there is one more. Thread-safe. */
@Singleton
final class Places {
  private final int max;
  private final int maxPerClient;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<String, Integer> perClient = new ConcurrentHashMap<>();

  @Inject
  Places(GatewaySettings settings, MeterRegistry registry) {
    this.max = settings.stream().maxConnections();
    this.maxPerClient = settings.stream().maxConnectionsPerClient();
    registry.gauge("virtuoso.stream.connections", open);
  }

  /** Takes a place for one more stream of that client until {@link #leave}; or tells why not. */
  @Nullable Problem enter(String client) {
    boolean room = open.incrementAndGet() <= max;
    boolean fair = perClient.merge(client, 1, Integer::sum) <= maxPerClient;
    if (room && fair) {
      return null;
    }
    leave(client);
    return tooMany(room ? 429 : 503);
  }

  /** Gives back one place of that client. */
  void leave(String client) {
    perClient.computeIfPresent(client, (ignored, count) -> count == 1 ? null : count - 1);
    if (open.decrementAndGet() == 0) {
      synchronized (this) {
        notifyAll();
      }
    }
  }

  /** Waits until nobody is connected; false when that takes too long. */
  synchronized boolean awaitNone(long maxMs) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(maxMs);
    while (open.get() > 0) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private static Problem tooMany(int status) {
    return Problem.of(status, "too_many_streams", "No more streams here.");
  }
}
