package io.virtuoso.gateway.serve.stream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.fill.WatchedKeys;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.route.Documents;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The one thread on which the hub lives, and its clockwork. */
@Singleton
final class HubThread {
  private static final Logger LOG = Logger.getLogger(HubThread.class);
  private static final long TICK_MS = Hub.TICK.toMillis();
  private static final long DRAIN_MS = 1_000;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("stream-hub").daemon().factory());
  private final Hub hub;
  private final Places places;

  @Inject
  HubThread(
      Documents documents,
      WatchedKeys watched,
      LocalCache local,
      GatewaySettings settings,
      InstantSource clock,
      Ticker ticker,
      Places places) {
    this.places = places;
    this.hub = new Hub(documents, watched, settings.stream(), clock, ticker, this::execute);
    local.onNewer(hub::newer);
  }

  /** Does that on the hub's thread, soon. */
  void run(Consumer<Hub> work) {
    execute(() -> work.accept(hub));
  }

  private void execute(Runnable work) {
    try {
      thread.execute(() -> guarded(work));
    } catch (RejectedExecutionException draining) {
      LOG.debug("the stream is draining", draining);
    }
  }

  void start(@Observes StartupEvent started) {
    var _ =
        thread.scheduleAtFixedRate(
            () -> guarded(hub::tick), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Tells every client to come back elsewhere, and waits a little for them to leave: at the very
   * beginning of a shutdown, for later the server closes every socket without a word.
   */
  void drain(@Observes ShutdownDelayInitiatedEvent announced) {
    try {
      thread.submit(() -> guarded(hub::drain)).get(DRAIN_MS, TimeUnit.MILLISECONDS);
      if (!places.awaitNone(DRAIN_MS)) {
        LOG.info("some streams are cut: their clients did not leave");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException late) {
      LOG.warn("not every stream was told to go", late);
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    thread.shutdownNow();
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) { // one bad document must not stop the clockwork
      LOG.error("the stream hub failed", failure);
    }
  }
}
