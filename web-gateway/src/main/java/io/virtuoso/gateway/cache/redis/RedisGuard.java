package io.virtuoso.gateway.cache.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.observe.StateLog;
import io.virtuoso.gateway.observe.TierMeter;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Between us and Redis: a budget per command, since its client has none, a bound on commands in
 * flight, and a breaker that spares a sick one. Thread-safe.
 */
@Singleton
final class RedisGuard {
  private static final StateLog STATES = new StateLog();

  private final Duration budget;
  private final Breaker breaker;
  private final Semaphore permits;
  private final TierMeter meter;
  private volatile @Nullable String failure;

  @Inject
  RedisGuard(GatewaySettings settings, MeterRegistry registry, Ticker ticker) {
    GatewaySettings.Redis own = settings.redis();
    this.budget = own.budget();
    this.breaker = new Breaker(ticker, own.failures(), own.open());
    this.permits = new Semaphore(own.maxInFlight());
    this.meter = new TierMeter(registry, "redis");
  }

  TierMeter meter() {
    return meter;
  }

  Breaker breaker() {
    return breaker;
  }

  /** Why Redis does not answer; null when it does. */
  @Nullable String failure() {
    return failure;
  }

  /** What the command brings within its budget, else {@code nothing}; does not fail. */
  <T> Uni<T> run(Supplier<Uni<T>> command, T nothing) {
    return run(command, nothing, late -> {});
  }

  /**
   * The same.
   *
   * @param late is given what is brought after the budget
   */
  <T> Uni<T> run(Supplier<Uni<T>> command, T nothing, Consumer<T> late) {
    return Uni.createFrom()
        .deferred(() -> {
          if (!permits.tryAcquire()) {
            meter.skipped();
            return Uni.createFrom().item(nothing);
          }
          if (!breaker.permits()) {
            permits.release();
            meter.skipped();
            return Uni.createFrom().item(nothing);
          }
          CompletableFuture<T> answer = command.get().subscribeAsCompletionStage();
          return judged(
                  Uni.createFrom().completionStage(answer::copy), budget) // giving up ends it not
              .onFailure()
              .recoverWithItem(() -> {
                var _ = answer.thenAccept(late);
                return nothing;
              })
              .onTermination()
              .invoke(permits::release);
        });
  }

  /**
   * For a start, when nobody waits and everything is done for the first time: what the command
   * brings in that time, however often others failed meanwhile, else {@code nothing}.
   */
  <T> Uni<T> patiently(Uni<T> command, T nothing, Duration patience) {
    return judged(command, patience).onFailure().recoverWithItem(nothing);
  }

  private <T> Uni<T> judged(Uni<T> answer, Duration within) {
    return answer
        .ifNoItem()
        .after(within)
        .fail()
        .invoke(this::answered)
        .onFailure()
        .invoke(this::failed);
  }

  private void answered() {
    breaker.succeeded();
    if (failure != null) {
      failure = null;
      STATES.better("tier", "redis", "up", "it answers again");
    }
  }

  private void failed(Throwable cause) {
    boolean slow = cause instanceof TimeoutException;
    if (slow) {
      meter.timeout();
    } else {
      meter.error();
    }
    breaker.failed();
    if (failure == null) {
      STATES.worse("tier", "redis", "down", slow ? "no answer in time" : cause.toString());
    }
    failure = slow ? "no answer in time" : "connection failed";
  }
}
