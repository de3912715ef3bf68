package io.virtuoso.gateway.serve.performance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.observe.RequestHistory;
import io.virtuoso.gateway.observe.RequestTotals;
import io.virtuoso.gateway.observe.alert.Alerts;
import io.virtuoso.gateway.observe.alert.Finding;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is watched of the gateway itself, with the bounds at which somebody should know. */
@Singleton
public final class Conditions {
  private static final Duration TWO = Duration.ofSeconds(2);
  private static final Duration FIVE = Duration.ofSeconds(5);
  private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

  /** Fewer requests than that in a window prove nothing. */
  private static final int MIN_EVIDENCE = 50;

  private final RequestHistory history;
  private final Parts parts;

  @Inject
  Conditions(RequestHistory history, Parts parts) {
    this.history = history;
    this.parts = parts;
  }

  void start(@Observes StartupEvent started, Alerts alerts, MeterRegistry registry) {
    watch(alerts);
    measure(registry);
  }

  private void measure(MeterRegistry registry) {
    breaker(registry, "engine", parts::engineBreaker);
    breaker(registry, "redis", () -> parts.redis().breaker());
    breaker(registry, "memcached", () -> parts.memcached().breaker());
    Gauge.builder("virtuoso.process.resident", () -> history.usage().residentBytes().orElse(-1))
        .baseUnit("bytes")
        .description("Resident memory; -1 where the system does not tell")
        .register(registry);
  }

  private static void breaker(
      MeterRegistry registry, String name, Supplier<@Nullable String> state) {
    Gauge.builder("virtuoso.breaker.open", () -> isClosed(state.get()) ? 0 : 1)
        .tag("breaker", name)
        .register(registry);
  }

  private static boolean isClosed(@Nullable String state) {
    return state == null || state.equals("closed");
  }

  void watch(Alerts alerts) {
    alerts.watch(
        "slow_answers", HALF_MINUTE, HALF_MINUTE, () -> slow(history.last(Targets.MINUTE)));
    alerts.watch("failing_answers", FIVE, HALF_MINUTE, () -> failing(history.last(Targets.MINUTE)));
    alerts.watch(
        "falling_hit_ratio",
        HALF_MINUTE,
        HALF_MINUTE,
        () -> hits(history.last(Targets.MINUTE), history.last(RequestHistory.LONGEST)));
    alerts.watch(
        "engine_breaker_open",
        TWO,
        FIVE,
        () -> {
          String state = parts.engineBreaker();
          return Finding.of(!state.equals("closed"), "the breaker is " + state);
        });
    alerts.watch("redis_down", TWO, FIVE, () -> tier(parts.redis()));
    alerts.watch("memcached_down", TWO, FIVE, () -> tier(parts.memcached()));
    alerts.watch(
        "updates_down",
        FIVE,
        FIVE,
        () -> {
          String state = parts.updates().state();
          return Finding.of(!state.equals("live"), "the update channel is " + state);
        });
  }

  /** The floor is 75 ms. */
  static Finding slow(RequestHistory.Window minute) {
    RequestTotals api = minute.all(Targets::isApi);
    double p95 = api.quantileMs(0.95);
    return api.requests() < MIN_EVIDENCE
        ? Finding.noEvidence()
        : Finding.high(p95, 75, 60, "p95 of the last minute is %.1f ms".formatted(p95));
  }

  /** The floor is 99.9 %; one in a hundred burns its budget ten times too fast. */
  static Finding failing(RequestHistory.Window minute) {
    RequestTotals all = minute.all();
    double bad = 1 - (double) all.good() / all.owed();
    return all.owed() < MIN_EVIDENCE
        ? Finding.noEvidence()
        : Finding.high(
            bad, 0.01, 0.002, "%.2f %% of the last minute's answers failed".formatted(100 * bad));
  }

  /** Below the floor of 75 %, or ten points below what it was over five minutes. */
  static Finding hits(RequestHistory.Window minute, RequestHistory.Window five) {
    RequestTotals now = minute.all();
    double ratio = now.hitRatio();
    double before = five.all().hitRatio();
    return now.answerable() < MIN_EVIDENCE
        ? Finding.noEvidence()
        : Finding.low(
            ratio,
            Math.max(0.75, before - 0.10),
            Math.max(0.80, before - 0.05),
            "%.1f %% fresh hits in the last minute, %.1f %% in five"
                .formatted(100 * ratio, 100 * before));
  }

  private static Finding tier(TierReport tier) {
    String reason = tier.reason();
    return Finding.of(
        tier.state().equals("down"),
        tier.name() + " is " + tier.state() + (reason == null ? "" : ", " + reason));
  }
}
