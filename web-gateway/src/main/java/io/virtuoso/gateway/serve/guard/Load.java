package io.virtuoso.gateway.serve.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Turns requests away while there are more under way than can be answered in time, first those of
 * whoever has more than a fair share of them. The limit shrinks while the event loops stay behind.
 * Thread-safe.
 */
@Singleton
final class Load {
  private static final long SLOW_MS = 100;
  private static final long STUCK_MS = 400;

  private final int max;
  private final LongSupplier lagMs;
  private final AtomicInteger underWay = new AtomicInteger();

  /** Requests under way by client: as many clients as there are requests, so bounded with them. */
  private final Map<String, Integer> clients = new ConcurrentHashMap<>();

  private final Counter shed;

  @Inject
  Load(GatewaySettings settings, LoopLag lag, MeterRegistry registry) {
    this(settings.guard().maxUnderWay(), lag::standingMs, registry);
  }

  /**
   * A load of at most that many requests.
   *
   * @param lagMs by how much the event loops stay behind
   */
  Load(int max, LongSupplier lagMs, MeterRegistry registry) {
    this.max = max;
    this.lagMs = lagMs;
    this.shed = registry.counter("virtuoso.requests.shed");
    registry.gauge("virtuoso.requests.under.way", underWay);
  }

  /** Whether one more of that client may come in; if so, {@link #left} must follow. */
  boolean enters(String client) {
    int all = underWay.incrementAndGet();
    int ours = clients.merge(client, 1, Integer::sum);
    int sharing = Math.max(1, clients.size()); // which is counted while others come and go
    int limit = limit();
    if (all <= limit || (all <= max && ours <= Math.max(1, limit / sharing))) {
      return true;
    }
    left(client);
    shed.increment();
    return false;
  }

  /** Whether there is room for whoever comes, at once gone again and so not counted. */
  boolean hasRoom() {
    return underWay.get() < limit();
  }

  void left(String client) {
    clients.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
    underWay.decrementAndGet();
  }

  private int limit() {
    long lag = lagMs.getAsLong();
    int soft = max - max / 4; // the last quarter is for those with less than their share
    return lag <= SLOW_MS ? soft : lag <= STUCK_MS ? soft / 4 : soft / 16;
  }
}
