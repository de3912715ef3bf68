package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.fill.Subscription;
import io.virtuoso.gateway.observe.Uptime;
import io.virtuoso.gateway.observe.alert.AlertReport;
import io.virtuoso.gateway.observe.alert.Alerts;
import io.virtuoso.gateway.route.engine.Engine;
import io.virtuoso.gateway.serve.report.CacheReport;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The gateway about itself. */
@Singleton
final class GatewayReport {
  private final CacheReport caches;
  private final Subscription subscription;
  private final Engine engine;
  private final Alerts alerts;
  private final Uptime uptime;
  private final String version;

  @Inject
  GatewayReport(
      CacheReport caches,
      Subscription subscription,
      Engine engine,
      Alerts alerts,
      Uptime uptime,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.caches = caches;
    this.subscription = subscription;
    this.engine = engine;
    this.alerts = alerts;
    this.uptime = uptime;
    this.version = version;
  }

  /**
   * The gateway's part of {@code /api/status}.
   *
   * @param engineBreaker {@code closed}, {@code open} or {@code half_open}
   * @param alerts those raised
   */
  record State(
      String version,
      Instant startedAt,
      long uptimeMs,
      List<TierReport> tiers,
      String engineBreaker,
      Subscription.Report updates,
      List<AlertReport> alerts) {
    State {
      tiers = List.copyOf(tiers);
      alerts = List.copyOf(alerts);
    }
  }

  State state() {
    return new State(
        version,
        uptime.startedAt(),
        uptime.millis(),
        caches.tiers(),
        engine.breaker(),
        subscription.report(),
        alerts.report().stream().filter(AlertReport::raised).toList());
  }
}
