package io.virtuoso.gateway.observe;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Says when the gateway begins, stops being ready, and ends. */
@Singleton
final class Lifecycle {
  private static final String EVENT = "gateway";

  private final StateLog log;

  @Inject
  Lifecycle(StateLog log) {
    this.log = log;
  }

  void started(@Observes StartupEvent event) {
    log.better(EVENT, EVENT, "started", "it fills itself before it is ready");
  }

  void drains(@Observes ShutdownDelayInitiatedEvent event) {
    log.better(EVENT, EVENT, "draining", "it was told to end and takes no new clients");
  }

  void stopped(@Observes ShutdownEvent event) {
    log.better(EVENT, EVENT, "stopped", "everything under way was finished or given up");
  }
}
