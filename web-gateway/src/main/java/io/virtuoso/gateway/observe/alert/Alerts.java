package io.virtuoso.gateway.observe.alert;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.virtuoso.gateway.observe.StateLog;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All watched conditions. Each change is one log line and one count. Thread-safe. */
@Singleton
public final class Alerts {
  /** How often every condition is looked at. */
  public static final Duration STEP = Duration.ofSeconds(1);

  private final MeterRegistry registry;
  private final Ticker ticker;
  private final InstantSource clock;
  private final StateLog log;
  private final List<Watched> watched = new ArrayList<>(); // guarded by this

  private record Watched(Alert alert, Supplier<Finding> condition) {}

  @Inject
  public Alerts(MeterRegistry registry, Ticker ticker, InstantSource clock, StateLog log) {
    this.registry = registry;
    this.ticker = ticker;
    this.clock = clock;
    this.log = log;
  }

  void start(@Observes StartupEvent started, Vertx vertx) {
    vertx.setPeriodic(STEP.toMillis(), timer -> review());
  }

  /**
   * Watches a condition from now on.
   *
   * @param name one of a fixed few
   * @param raiseAfter how long it must be bad on end
   * @param clearAfter how long it must be good on end
   * @param condition cheap and never blocking: asked every {@link #STEP}
   */
  public synchronized void watch(
      String name, Duration raiseAfter, Duration clearAfter, Supplier<Finding> condition) {
    Alert alert = new Alert(name, raiseAfter, clearAfter, clock.instant());
    watched.add(new Watched(alert, condition));
    Gauge.builder("virtuoso.alert.raised", alert, each -> each.isRaised() ? 1 : 0)
        .tag("alert", name)
        .strongReference(true)
        .register(registry);
  }

  /** Looks at every condition once. */
  public synchronized void review() {
    Instant now = clock.instant();
    long nanos = ticker.read();
    for (Watched each : watched) {
      if (each.alert.look(each.condition.get(), now, nanos)) {
        tell(each.alert.report());
      }
    }
  }

  /** Every alert in the order in which they were set up. */
  public synchronized List<AlertReport> report() {
    return watched.stream().map(each -> each.alert.report()).toList();
  }

  private void tell(AlertReport alert) {
    registry
        .counter("virtuoso.alert.changes", "alert", alert.name(), "state", alert.state())
        .increment();
    if (alert.raised()) {
      log.worse("alert", alert.name(), alert.state(), alert.detail());
    } else {
      log.better("alert", alert.name(), alert.state(), alert.detail());
    }
  }
}
