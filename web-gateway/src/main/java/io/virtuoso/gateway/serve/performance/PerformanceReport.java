package io.virtuoso.gateway.serve.performance;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.observe.Outcome;
import io.virtuoso.gateway.observe.RequestHistory;
import io.virtuoso.gateway.observe.RequestMeter;
import io.virtuoso.gateway.observe.RequestTotals;
import io.virtuoso.gateway.observe.SlowRequest;
import io.virtuoso.gateway.observe.SlowRequests;
import io.virtuoso.gateway.observe.Uptime;
import io.virtuoso.gateway.observe.alert.Alerts;
import io.virtuoso.gateway.serve.performance.Performance.Breaker;
import io.virtuoso.gateway.serve.performance.Performance.Route;
import io.virtuoso.gateway.serve.performance.Performance.Window;
import io.virtuoso.model.document.Missing;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts together what is known of the gateway's performance; every number from the one registry. */
@Singleton
public final class PerformanceReport {
  private final RequestHistory history;
  private final SlowRequests slow;
  private final Alerts alerts;
  private final Parts parts;
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Uptime uptime;

  @Inject
  PerformanceReport(
      RequestHistory history,
      SlowRequests slow,
      Alerts alerts,
      Parts parts,
      MeterRegistry registry,
      InstantSource clock,
      Uptime uptime) {
    this.history = history;
    this.slow = slow;
    this.alerts = alerts;
    this.parts = parts;
    this.registry = registry;
    this.clock = clock;
    this.uptime = uptime;
  }

  /** As it is now. */
  public Performance now() {
    RequestHistory.Window minute = history.last(Targets.MINUTE);
    RequestHistory.Window five = history.last(RequestHistory.LONGEST);
    Targets targets = Targets.of(history, minute, five);
    List<TierReport> tiers = parts.tiers();
    Subscription.Report updates = parts.updates();
    List<Missing> missing = new ArrayList<>(targets.missing());
    Long streams = streams();
    if (streams == null) {
      missing.add(new Missing("stream_clients", "nobody counts them"));
    }
    List<SlowRequest> newest = slow.newest();
    return new Performance(
        clock.instant(),
        uptime.startedAt(),
        uptime.millis(),
        targets.list(),
        List.of(window("1m", minute), window("5m", five), window("start", history.sinceStart())),
        new Performance.Slow(
            TimeUnit.NANOSECONDS.toMillis(RequestMeter.SLOW_NANOS),
            slow.seen(),
            newest.size(),
            newest),
        breakers(tiers),
        tiers,
        updates,
        streams,
        alerts.report(),
        missing);
  }

  private List<Breaker> breakers(List<TierReport> tiers) {
    List<Breaker> breakers = new ArrayList<>();
    breakers.add(new Breaker("engine", parts.engineBreaker()));
    for (TierReport tier : tiers) {
      String state = tier.breaker();
      if (state != null) {
        breakers.add(new Breaker(tier.name(), state));
      }
    }
    return breakers;
  }

  private @Nullable Long streams() {
    Collection<Gauge> gauges = registry.find("virtuoso.stream.connections").gauges();
    return gauges.isEmpty() ? null : (long) gauges.stream().mapToDouble(Gauge::value).sum();
  }

  private static Window window(String name, RequestHistory.Window window) {
    List<Route> routes =
        window.routes().entrySet().stream()
            .map(each -> route(each.getKey(), each.getValue(), window.seconds()))
            .sorted(
                Comparator.comparingLong(Route::requests).reversed().thenComparing(Route::route))
            .toList();
    return new Window(name, window.seconds(), route("*", window.all(), window.seconds()), routes);
  }

  private static Route route(String name, RequestTotals totals, double seconds) {
    return new Route(
        name,
        totals.requests(),
        seconds > 0 ? totals.requests() / seconds : 0,
        totals.status("304"),
        totals.status("4xx"),
        totals.status("429"),
        totals.status("5xx"),
        Targets.boxed(totals.quantileMs(0.5)),
        Targets.boxed(totals.quantileMs(0.95)),
        Targets.boxed(totals.quantileMs(0.99)),
        Targets.boxed(totals.hitRatio()),
        totals.outcome(Outcome.FRESH_HIT),
        totals.outcome(Outcome.STALE_HIT),
        totals.outcome(Outcome.COALESCED),
        totals.outcome(Outcome.MISS),
        totals.outcome(Outcome.ERROR));
  }
}
