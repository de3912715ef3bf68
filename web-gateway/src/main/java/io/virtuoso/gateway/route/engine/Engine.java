package io.virtuoso.gateway.route.engine;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.observe.StateLog;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;

/** The engine, asked at the pace that its health allows. */
@Singleton
public final class Engine implements EngineDocuments {
  private final EngineCalls calls;
  private final EnginePace pace;
  private final StateLog log;
  private final MeterRegistry registry;
  private volatile boolean tripped;

  /** The engine is left in peace for now. */
  static final class Resting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Resting() {
      super("the engine is not asked for now", null, false, false);
    }
  }

  @Inject
  Engine(EngineCalls calls, StateLog log, MeterRegistry registry, Ticker ticker) {
    this.calls = calls;
    this.pace = new EnginePace(ticker);
    this.log = log;
    this.registry = registry;
    registry.gauge("virtuoso.engine.paced", pace, slow -> slow.isSlow() ? 1 : 0);
  }

  @Override
  public Uni<Reply> fetch(DocumentKey key) {
    if (pace.permits(isClosed())) {
      return calls.fetch(key);
    }
    registry.counter("virtuoso.engine", "outcome", "resting").increment();
    return calls.remembered(key, new Resting());
  }

  /** The breaker's state: {@code closed}, {@code open} or {@code half_open}. */
  public String breaker() {
    return state().name().toLowerCase(Locale.ROOT);
  }

  void watch(@Observes StartupEvent start) {
    CircuitBreakerMaintenance.get().onStateChange(EngineCalls.BREAKER, this::changed);
  }

  /** Tells of each outage once: that every probe half-opens the breaker is no news. */
  private void changed(CircuitBreakerState state) {
    registry
        .counter("virtuoso.engine.breaker", "to", state.name().toLowerCase(Locale.ROOT))
        .increment();
    if (state == CircuitBreakerState.OPEN && !tripped) {
      tripped = true;
      log.worse("breaker", "engine", "open", "calls in a row failed");
    } else if (state == CircuitBreakerState.CLOSED && tripped) {
      tripped = false;
      log.better("breaker", "engine", "closed", "the engine answers again");
    }
  }

  private boolean isClosed() {
    return state() == CircuitBreakerState.CLOSED;
  }

  private static CircuitBreakerState state() {
    return CircuitBreakerMaintenance.get().currentState(EngineCalls.BREAKER);
  }
}
