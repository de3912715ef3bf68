package io.virtuoso.gateway.serve.guard;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Turns requests away while there are more under way than can be answered in time, first those of
 * whoever has more than a fair share of them. The limit shrinks when the event loops lag. Nothing
 * is allocated per request. Thread-safe.
 */
@Singleton
final class Load {
  /*
   * Clients are counted in a fixed number of cells. Two that meet in one share its fair share,
   * which only matters while there is too much to do, and then to few.
   */
  private static final int CELLS = 4_096;
  private static final long SLOW_MS = 100;
  private static final long STUCK_MS = 400;

  private final int max;
  private final LongSupplier lagMs;
  private final int seed = ThreadLocalRandom.current().nextInt();
  private final AtomicIntegerArray cells = new AtomicIntegerArray(CELLS);
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger busyCells = new AtomicInteger();
  private final Counter shed;

  @Inject
  Load(GatewaySettings settings, LoopLag lag, MeterRegistry registry) {
    this(settings.guard().maxUnderWay(), lag::worstMs, registry);
  }

  Load(int max, LongSupplier lagMs, MeterRegistry registry) {
    this.max = max;
    this.lagMs = lagMs;
    this.shed = registry.counter("virtuoso.requests.shed");
    registry.gauge("virtuoso.requests.under.way", underWay);
  }

  /** Where that client is counted. */
  int cellOf(String client) {
    int hash = (client.hashCode() ^ seed) * 0x9e3779b1;
    return hash >>> 20;
  }

  /** Whether one more of that cell may come in; if so, {@link #left} must follow. */
  boolean enters(int cell) {
    int all = underWay.incrementAndGet();
    int ours = cells.incrementAndGet(cell);
    int sharing = ours == 1 ? busyCells.incrementAndGet() : busyCells.get();
    int limit = limit();
    if (all <= limit || (all <= max && ours <= Math.max(1, limit / Math.max(1, sharing)))) {
      return true;
    }
    left(cell);
    shed.increment();
    return false;
  }

  /** Whether there is room for whoever comes, at once gone again and so not counted. */
  boolean hasRoom() {
    return underWay.get() < limit();
  }

  void left(int cell) {
    if (cells.decrementAndGet(cell) == 0) {
      busyCells.decrementAndGet();
    }
    underWay.decrementAndGet();
  }

  private int limit() {
    long lag = lagMs.getAsLong();
    int soft = max - max / 4; // the last quarter is for those with less than their share
    return lag <= SLOW_MS ? soft : lag <= STUCK_MS ? soft / 4 : soft / 16;
  }
}
