package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Time that passes only when told. Its tasks run on the executor, one at a time. */
final class FakeLoop implements EventLoop {
  static final long EPOCH_MS = 1_700_000_000_000L;

  private record Task(long atMs, long order, Runnable work) {}

  private final Executor executor;
  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::atMs).thenComparingLong(Task::order));
  private volatile long nowMs = 1_000_000;
  private volatile long steppedMs;
  private long order;

  /** Everything happens on the caller's thread. */
  FakeLoop() {
    this(Runnable::run);
  }

  FakeLoop(Executor executor) {
    this.executor = executor;
  }

  @Override
  public long millis() {
    return nowMs;
  }

  @Override
  public long epochNanos() {
    return (EPOCH_MS + nowMs + steppedMs) * 1_000_000;
  }

  /** Somebody sets the wall clock; the monotonic one is not concerned. */
  void setWallClock(Duration ahead) {
    steppedMs = ahead.toMillis();
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Task queued = new Task(nowMs + Math.max(1, delayMs), order++, task);
    tasks.add(queued);
    return () -> tasks.remove(queued);
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public <T> Future<T> aside(Callable<T> computation) {
    try {
      return Future.succeededFuture(computation.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  /** Lets time pass and runs what falls due, in order. */
  void advance(Duration duration) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    executor.execute(() -> {
      pass(nowMs + duration.toMillis());
      done.complete(null);
    });
    done.orTimeout(120, TimeUnit.SECONDS).join();
  }

  /** Time passes in which nothing can run; what fell due meanwhile runs late, at its end. */
  void leap(Duration duration) {
    executor.execute(() -> {
      long untilMs = nowMs + duration.toMillis();
      nowMs = untilMs;
      pass(untilMs);
    });
  }

  /** Lets time pass in short steps until {@code reached}. */
  void advanceUntil(BooleanSupplier reached, Duration atMost) {
    long untilMs = nowMs + atMost.toMillis();
    while (!reached.getAsBoolean()) {
      if (nowMs >= untilMs) {
        throw new AssertionError("not reached within " + atMost);
      }
      advance(Duration.ofMillis(50));
    }
  }

  private void pass(long untilMs) {
    for (Task next = tasks.peek(); next != null && next.atMs() <= untilMs; next = tasks.peek()) {
      tasks.remove();
      nowMs = Math.max(nowMs, next.atMs());
      next.work().run();
    }
    nowMs = untilMs;
  }
}
