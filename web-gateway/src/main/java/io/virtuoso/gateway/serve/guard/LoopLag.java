package io.virtuoso.gateway.serve.guard;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loops are: each is asked to do next to nothing at a fixed pace, and what it is
 * late by is what every request on it waits. A late moment is forgotten within about a second.
 */
@Singleton
final class LoopLag {
  private static final long PERIOD_MS = 50;

  private final Vertx vertx;
  private final Ticker ticker;
  private final List<Beat> beats = new ArrayList<>();
  private final List<ScheduledFuture<?>> timers = new ArrayList<>();
  private volatile long worstMs;

  @Inject
  LoopLag(Vertx vertx, Ticker ticker, MeterRegistry registry) {
    this.vertx = vertx;
    this.ticker = ticker;
    registry.gauge("virtuoso.loop.lag.ms", this, LoopLag::worstMs);
  }

  void start(@Observes StartupEvent start) {
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      Beat beat = new Beat();
      beats.add(beat);
      timers.add(
          loop.scheduleAtFixedRate(
              () -> beaten(beat), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS));
    }
  }

  void stop(@Observes ShutdownEvent stop) {
    timers.forEach(timer -> timer.cancel(false));
  }

  /** The lag of the loop that is late most, in ms. */
  long worstMs() {
    return worstMs;
  }

  private void beaten(Beat beat) {
    beat.at(ticker.read());
    long worst = 0;
    for (Beat each : beats) {
      worst = Math.max(worst, each.lagMs);
    }
    worstMs = worst;
  }

  /** The beats of one loop; written by it alone. */
  static final class Beat {
    private long last;
    private boolean begun;
    private volatile long lagMs;

    void at(long now) {
      long late = begun ? TimeUnit.NANOSECONDS.toMillis(now - last) - PERIOD_MS : 0;
      lagMs = Math.max(Math.max(0, late), lagMs * 7 / 8);
      last = now;
      begun = true;
    }

    long lagMs() {
      return lagMs;
    }
  }
}
