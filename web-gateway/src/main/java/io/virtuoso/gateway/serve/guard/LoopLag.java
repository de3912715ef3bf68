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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loops are: each is asked again and again to do next to nothing a moment later,
 * and what it is late by is what every request on it waits. A late moment is forgotten within about
 * a second.
 */
@Singleton
final class LoopLag {
  private static final long PERIOD_MS = 50;

  private final Vertx vertx;
  private final Ticker ticker;
  private final List<Beat> beats = new ArrayList<>();
  private final List<ScheduledFuture<?>> timers = new ArrayList<>();
  private volatile long worstMs;
  private volatile long standingMs;

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
          loop.scheduleWithFixedDelay(
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

  /** How late the loop that is late most has been every time of late, in ms. */
  long standingMs() {
    return standingMs;
  }

  private void beaten(Beat beat) {
    beat.at(ticker.read());
    long worst = 0;
    long standing = 0;
    for (Beat each : beats) {
      worst = Math.max(worst, each.lagMs);
      standing = Math.max(standing, each.standingMs);
    }
    worstMs = worst;
    standingMs = standing;
  }

  /** The beats of one loop; written by it alone. */
  static final class Beat {
    /**
     * A pause makes one beat late, or two. What is still late then has more to do than it can: the
     * queue before it stands, and does not drain.
     */
    private static final int IN_A_ROW = 3;

    private final long[] recent = new long[IN_A_ROW];
    private int beats;
    private long last;
    private volatile long lagMs;
    private volatile long standingMs;

    void at(long now) {
      long gap = TimeUnit.NANOSECONDS.toMillis(now - last) - PERIOD_MS;
      long late = beats == 0 ? 0 : Math.max(0, gap);
      recent[beats % IN_A_ROW] = late;
      beats++;
      lagMs = Math.max(late, lagMs * 7 / 8);
      standingMs = Arrays.stream(recent).min().orElse(0);
      last = now;
    }

    /** By how much it was late, forgotten bit by bit. */
    long lagMs() {
      return lagMs;
    }

    /** By how much at least each of its latest beats was late. */
    long standingMs() {
      return standingMs;
    }
  }
}
