package io.virtuoso.storm.drill;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches whether the machine lets its processes run: how late a sleeper wakes, and how long a
 * little work takes on the clock. What a drill measures meanwhile is the machine's when it does
 * not.
 */
final class Starvation implements AutoCloseable {
  private static final long SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(80);

  /**
   * Longer than the system lets anybody run who has just woken: a shorter one is never kept
   * waiting.
   */
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(4);

  /** Longer than any target of a short form forgives. */
  private static final Duration LONGEST = Duration.ofMillis(150);

  /** A drill's own processes share the cores; this much more comes from others. */
  private static final double MOST_PER_WORK = 2.5;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Thread watcher = Thread.ofPlatform().daemon().name("starvation").start(this::watch);
  private volatile boolean stopping;

  // guarded by this
  private long longestNanos;
  private long workedNanos;
  private long tookNanos;

  /** Whether it was so bad that a miss proves nothing. */
  synchronized boolean isProven() {
    return longestNanos > LONGEST.toNanos() || perWork() > MOST_PER_WORK;
  }

  /** In words. */
  synchronized String found() {
    return "longest stall %d ms, %.1f s for each second of work"
        .formatted(TimeUnit.NANOSECONDS.toMillis(longestNanos), perWork());
  }

  private synchronized double perWork() {
    return workedNanos == 0 ? 1 : (double) tookNanos / workedNanos;
  }

  private void watch() {
    while (!stopping) {
      long slept = System.nanoTime();
      LockSupport.parkNanos(SLEEP_NANOS);
      long woke = System.nanoTime();
      long cpu = threads.getCurrentThreadCpuTime();
      long worked = 0;
      while (worked < WORK_NANOS) {
        worked = threads.getCurrentThreadCpuTime() - cpu;
      }
      saw(woke - slept - SLEEP_NANOS, worked, System.nanoTime() - woke);
    }
  }

  private synchronized void saw(long late, long worked, long took) {
    longestNanos = Math.max(longestNanos, Math.max(late, took - worked));
    workedNanos += worked;
    tookNanos += took;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      watcher.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
