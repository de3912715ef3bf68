package io.virtuoso.gateway.serve.guard.connection;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.serve.guard.TrustedProxies;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts a door before the public port as soon as it is open. */
@Singleton
public final class ConnectionGuard {
  private final ConnectionLimits limits;
  private final TrustedProxies proxies;
  private final @Nullable Shortcut shortcut;
  private final MeterRegistry registry;
  private volatile @Nullable Door door;

  @Inject
  ConnectionGuard(
      GatewaySettings settings,
      TrustedProxies proxies,
      Shortcut shortcut,
      Vertx vertx,
      MeterRegistry registry) {
    this.shortcut = settings.connections().shortcut() && !isTraced(vertx) ? shortcut : null;
    this.limits = ConnectionLimits.of(settings.connections());
    this.proxies = proxies;
    this.registry = registry;
  }

  /** Who records traces wants to see every request, and sees them in the framework. */
  private static boolean isTraced(Vertx vertx) {
    return ((VertxInternal) vertx).tracer() != null;
  }

  void opened(@ObservesAsync HttpServerStart server) {
    Door opened = new Door(limits, proxies, server.options(), shortcut, registry);
    door = opened;
    Doors.open(server.options().getPort(), opened);
  }

  void closing(@Observes ShutdownEvent shutdown) {
    Door closed = door;
    if (closed != null) {
      Doors.close(closed);
    }
  }
}
