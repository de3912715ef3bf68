package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The one thread on which a feed lives, and the only place where it meets time. */
interface EventLoop {
  /** A task that has not run yet. */
  interface Timer {
    /** Keeps it from running; later calls, or calls after it ran, do nothing. */
    void cancel();
  }

  /** Monotonic, ms from an arbitrary origin. */
  long millis();

  /** Wall clock, ns since the epoch. */
  long epochNanos();

  /** Wall clock, ms since the epoch. */
  default long epochMillis() {
    return TimeUnit.NANOSECONDS.toMillis(epochNanos());
  }

  /** Runs {@code task} on this thread after at least {@code delayMs}. */
  Timer after(long delayMs, Runnable task);

  /** Runs {@code task} on this thread soon; may be called from any thread. */
  void execute(Runnable task);

  /** Computes elsewhere what would hold this thread up; the future completes on this thread. */
  <T> Future<T> aside(Callable<T> computation);
}
