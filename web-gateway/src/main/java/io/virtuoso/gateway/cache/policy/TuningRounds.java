package io.virtuoso.gateway.cache.policy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.vertx.core.Vertx;
import io.virtuoso.gateway.GatewaySettings;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** The clockwork of the tuner. */
@Singleton
final class TuningRounds {
  private static final Logger LOG = Logger.getLogger(TuningRounds.class);

  private final PolicyTuner tuner;
  private final Vertx vertx;
  private final ExecutorService worker;
  private final long periodMs;

  @Inject
  TuningRounds(
      PolicyTuner tuner,
      Vertx vertx,
      @VirtualThreads ExecutorService worker,
      GatewaySettings settings) {
    this.tuner = tuner;
    this.vertx = vertx;
    this.worker = worker;
    this.periodMs = settings.tuning().period().toMillis();
  }

  void start(@Observes StartupEvent started) {
    vertx.setPeriodic(periodMs, timer -> worker.execute(this::round));
  }

  private void round() {
    try {
      tuner.round();
    } catch (RuntimeException failure) { // a round that fails must not be the last one
      LOG.error("A round of the cache manager failed", failure);
    }
  }
}
