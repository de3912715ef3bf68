package io.virtuoso.engine;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;

/**
 * How late the event loops are, as a histogram ({@code virtuoso_loop_lag_seconds}): each loop is
 * asked to do next to nothing at a fixed pace, and what it is late by is what every frame and every
 * request on it waits. A loop that stands still counts once for each beat that it missed, so that a
 * long stop weighs as much as it lasted.
 */
@Singleton
final class LoopLag {
  private static final long PERIOD_MS = 10;

  /** Bucket bounds, ms. */
  private static final double[] BOUNDS_MS = {
    .25, .5, .75, 1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 15, 17.5, 20, 25, 30, 40, 60, 100, 250, 1_000
  };

  private final Vertx vertx;
  private final Timer lag;
  private final List<ScheduledFuture<?>> timers = new ArrayList<>();

  LoopLag(Vertx vertx, MeterRegistry registry) {
    this.vertx = vertx;
    this.lag =
        Timer.builder("virtuoso.loop.lag")
            .serviceLevelObjectives(
                DoubleStream.of(BOUNDS_MS)
                    .mapToObj(ms -> Duration.ofNanos((long) (ms * 1e6)))
                    .toArray(Duration[]::new))
            .register(registry);
  }

  void start(@Observes StartupEvent start) {
    for (EventExecutor loop : ((VertxInternal) vertx).getEventLoopGroup()) {
      Beats beats = new Beats(lag, PERIOD_MS * 1_000_000, System.nanoTime());
      timers.add(
          loop.scheduleWithFixedDelay(
              () -> beats.at(System.nanoTime()), PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS));
    }
  }

  void stop(@Observes ShutdownEvent stop) {
    timers.forEach(timer -> timer.cancel(false));
  }

  /** The beats of one loop, which alone calls it. */
  static final class Beats {
    private final Timer lag;
    private final long periodNanos;
    private long last;

    Beats(Timer lag, long periodNanos, long startNanos) {
      this.lag = lag;
      this.periodNanos = periodNanos;
      this.last = startNanos;
    }

    /** A beat that should have come a period after the one before. */
    void at(long nowNanos) {
      for (long late = nowNanos - last - periodNanos; ; late -= periodNanos) {
        lag.record(Math.max(0, late), TimeUnit.NANOSECONDS);
        if (late <= periodNanos) {
          break;
        }
      }
      last = nowNanos;
    }
  }
}
