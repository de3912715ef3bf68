package io.virtuoso.gateway.cache.memcached;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.virtuoso.gateway.FreshnessSettings;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.Belief;
import io.virtuoso.gateway.cache.Breaker;
import io.virtuoso.gateway.cache.SharedTier;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.observe.TierMeter;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Everything this gateway accepted, for the day on which Redis is lost. Keys are spread over the
 * nodes by consistent hashing; what belongs to a lost node is a miss and moves nowhere, so that it
 * is not met there, old, when the node is back. The client blocks, so it is only ever called on
 * virtual threads. Writes conflate: per key only the newest waits, and with compare-and-swap none
 * replaces a newer one, whichever gateway wrote it.
 */
@Singleton
public final class MemcachedTier implements SharedTier {
  private static final int MAX_WAITING_WRITES = 4_096;

  private final List<MemcachedNode> nodes;
  private final @Nullable KetamaRing<MemcachedNode> ring;
  private final ExecutorService threads;
  private final Semaphore permits;
  private final TierMeter meter;
  private final Breaker none;
  private final Map<DocumentKey, StoredDocument> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean writing = new AtomicBoolean();

  @Inject
  MemcachedTier(
      GatewaySettings settings,
      FreshnessSettings freshness,
      LocalCache local,
      Belief belief,
      MeterRegistry registry,
      Ticker ticker,
      @VirtualThreads ExecutorService threads) {
    GatewaySettings.Memcached own = settings.memcached();
    this.threads = threads;
    this.permits = new Semaphore(own.maxInFlight());
    this.meter = new TierMeter(registry, name());
    this.none = new Breaker(ticker, own.failures(), own.open());
    Lifetimes lifetimes = new Lifetimes(freshness.classes(), own.timeToLive());
    Map<String, MemcachedNode> byAddress = new LinkedHashMap<>();
    for (String address : own.address().orElse(List.of())) {
      if (!address.isBlank()) {
        String one = address.strip();
        byAddress.put(one, new MemcachedNode(one, own, lifetimes, belief, meter, ticker));
      }
    }
    this.nodes = List.copyOf(byAddress.values());
    this.ring = nodes.isEmpty() ? null : new KetamaRing<>(byAddress);
    if (ring != null) {
      local.onNewer(this::keep);
    }
  }

  void start(@Observes StartupEvent started) {
    nodes.forEach(node -> threads.execute(node.connection()));
  }

  void stop(@Observes ShutdownEvent stopping) {
    nodes.forEach(node -> node.connection().stop());
  }

  @Override
  public String name() {
    return "memcached";
  }

  @Override
  public Uni<Optional<StoredDocument>> find(DocumentKey key, Consumer<StoredDocument> late) {
    MemcachedNode node = node(key);
    if (node == null || node.connection().client() == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (!permits.tryAcquire()) {
      meter.skipped();
      return Uni.createFrom().item(Optional.empty());
    }
    return Uni.createFrom()
        .emitter(emitter ->
            threads.execute(() -> {
              try {
                emitter.complete(node.read(key));
              } finally {
                permits.release();
              }
            }));
  }

  @Override
  public TierReport report() {
    if (nodes.isEmpty()) {
      return TierReport.shared(name(), "off", "no address configured", none, meter.counts());
    }
    List<MemcachedNode> lost = nodes.stream().filter(node -> !node.isUp()).toList();
    String reason =
        lost.stream()
            .map(node ->
                node.address()
                    + (node.connection().client() == null
                        ? " is not connected"
                        : " does not answer in time"))
            .collect(Collectors.joining(", "));
    return TierReport.shared(
        name(),
        lost.size() == nodes.size() ? "down" : "up",
        lost.isEmpty() ? null : reason,
        (lost.isEmpty() ? nodes : lost).getFirst().breaker(),
        meter.counts());
  }

  private @Nullable MemcachedNode node(DocumentKey key) {
    return ring == null ? null : ring.node(key.stored());
  }

  /** Stores the document soon, unless a newer version of it comes first. */
  private void keep(StoredDocument document) {
    if (waiting.size() >= MAX_WAITING_WRITES && !waiting.containsKey(document.key())) {
      meter.skipped();
      return;
    }
    waiting.merge(
        document.key(), document, (old, fresh) -> fresh.version() > old.version() ? fresh : old);
    if (writing.compareAndSet(false, true)) {
      threads.execute(this::drain);
    }
  }

  private void drain() {
    do {
      try {
        for (DocumentKey key : List.copyOf(waiting.keySet())) {
          StoredDocument document = waiting.remove(key);
          MemcachedNode node = node(key);
          if (document != null && node != null) {
            node.write(document);
          }
        }
      } finally { // whatever one document does to us, the next one is written
        writing.set(false);
      }
    } while (!waiting.isEmpty() && writing.compareAndSet(false, true));
  }
}
