package io.virtuoso.gateway.cache.memcached;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import net.rubyeye.xmemcached.GetsResponse;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.exception.MemcachedException;
import net.rubyeye.xmemcached.transcoders.CachedData;
import org.jspecify.annotations.Nullable;

/**
 * Everything this gateway accepted, for the day on which Redis is lost. The client blocks, so it is
 * only ever called on virtual threads. Writes conflate: per key only the newest waits, and with
 * compare-and-swap none replaces a newer one, whichever gateway wrote it.
 */
@Singleton
public final class MemcachedTier implements SharedTier {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final int MAX_WAITING_WRITES = 4_096;
  private static final int MAX_WRITE_ATTEMPTS = 3;
  private static final RawTranscoder RAW = new RawTranscoder();

  private final @Nullable MemcachedConnection connection;
  private final ExecutorService threads;
  private final Breaker breaker;
  private final Semaphore permits;
  private final Belief belief;
  private final TierMeter meter;
  private final long budgetMs;
  private final int timeToLiveSeconds;
  private final Map<DocumentKey, StoredDocument> waiting = new ConcurrentHashMap<>();
  private final AtomicBoolean writing = new AtomicBoolean();

  @Inject
  MemcachedTier(
      GatewaySettings settings,
      LocalCache local,
      Belief belief,
      MeterRegistry registry,
      Ticker ticker,
      @VirtualThreads ExecutorService threads) {
    GatewaySettings.Memcached own = settings.memcached();
    this.connection =
        own.address()
            .filter(address -> !address.isBlank())
            .map(a -> new MemcachedConnection(a.strip(), own.connectTimeout(), own.budget()))
            .orElse(null);
    this.threads = threads;
    this.breaker = new Breaker(ticker, own.failures(), own.open());
    this.permits = new Semaphore(own.maxInFlight());
    this.belief = belief;
    this.meter = new TierMeter(registry, name());
    this.budgetMs = own.budget().toMillis();
    Duration life = own.timeToLive();
    this.timeToLiveSeconds = (int) (life.compareTo(LONGEST) > 0 ? LONGEST : life).toSeconds();
    if (connection != null) {
      local.onNewer(this::keep);
    }
  }

  void start(@Observes StartupEvent started) {
    if (connection != null) {
      threads.execute(connection);
    }
  }

  void stop(@Observes ShutdownEvent stopping) {
    if (connection != null) {
      connection.stop();
    }
  }

  @Override
  public String name() {
    return "memcached";
  }

  @Override
  public Uni<Optional<StoredDocument>> find(DocumentKey key) {
    MemcachedClient client = connection == null ? null : connection.client();
    if (client == null) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (!permits.tryAcquire()) {
      meter.skipped();
      return Uni.createFrom().item(Optional.empty());
    }
    if (!breaker.permits()) {
      permits.release();
      meter.skipped();
      return Uni.createFrom().item(Optional.empty());
    }
    return Uni.createFrom()
        .emitter(emitter ->
            threads.execute(() -> {
              try {
                emitter.complete(read(client, key));
              } finally {
                permits.release();
              }
            }));
  }

  @Override
  public TierReport report() {
    if (connection == null) {
      return TierReport.shared(name(), "off", "no address configured", breaker, meter.counts());
    }
    boolean connected = connection.client() != null;
    boolean up = connected && breaker.state() == Breaker.State.CLOSED;
    return TierReport.shared(
        name(),
        up ? "up" : "down",
        up ? null : connected ? "no answer in time" : "not connected",
        breaker,
        meter.counts());
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
      for (DocumentKey key : List.copyOf(waiting.keySet())) {
        StoredDocument document = waiting.remove(key);
        MemcachedClient client = connection == null ? null : connection.client();
        if (document != null && client != null && breaker.permits()) {
          write(client, document);
        }
      }
      writing.set(false);
    } while (!waiting.isEmpty() && writing.compareAndSet(false, true));
  }

  private void write(MemcachedClient client, StoredDocument document) {
    Optional<CachedData> value = MemcachedValue.of(document);
    if (value.isEmpty()) {
      meter.refused("size");
      return;
    }
    for (int attempt = 0; attempt < MAX_WRITE_ATTEMPTS; attempt++) {
      Boolean settled = guarded(() -> storeIfNewer(client, document, value.get()));
      if (settled == null || settled) {
        return;
      }
    }
    meter.skipped(); // others write this key all the time; theirs is as good
  }

  /** Whether the question is settled; false when somebody else wrote at the same moment. */
  private boolean storeIfNewer(MemcachedClient client, StoredDocument document, CachedData value)
      throws TimeoutException, InterruptedException, MemcachedException {
    String key = document.key().stored();
    GetsResponse<CachedData> there = client.gets(key, budgetMs, RAW);
    boolean stored;
    if (there == null) {
      stored = client.add(key, timeToLiveSeconds, value, RAW, budgetMs);
    } else if (isNewerThan(document, there.getValue())) {
      stored = client.cas(key, timeToLiveSeconds, value, RAW, budgetMs, there.getCas());
    } else {
      meter.outdated();
      return true;
    }
    if (stored) {
      meter.stored();
    }
    return stored;
  }

  /** What is there and would not be believed must not keep a good document out. */
  private boolean isNewerThan(StoredDocument document, CachedData there) {
    try {
      StoredDocument held = MemcachedValue.read(document.key(), there);
      return document.version() > held.version() || belief.objection(held).isPresent();
    } catch (MemcachedValue.Refused unreadable) {
      meter.refused(unreadable.code());
      return true;
    }
  }

  private Optional<StoredDocument> read(MemcachedClient client, DocumentKey key) {
    Optional<CachedData> found =
        Optional.ofNullable(guarded(() -> client.get(key.stored(), budgetMs, RAW)));
    if (found.isEmpty()) {
      meter.miss();
      return Optional.empty();
    }
    String refused;
    try {
      StoredDocument document = MemcachedValue.read(key, found.get());
      Optional<String> objection = belief.objection(document);
      if (objection.isEmpty()) {
        meter.hit();
        return Optional.of(document);
      }
      refused = objection.get();
    } catch (MemcachedValue.Refused unreadable) {
      refused = unreadable.code();
    }
    meter.refused(refused);
    guarded(() -> client.delete(key.stored(), budgetMs));
    return Optional.empty();
  }

  /** One blocking call of the client. */
  private interface Command<T> {
    @Nullable T call() throws TimeoutException, InterruptedException, MemcachedException;
  }

  private <T> @Nullable T guarded(Command<T> command) {
    try {
      T result = command.call();
      breaker.succeeded();
      return result;
    } catch (TimeoutException slow) {
      meter.timeout();
    } catch (MemcachedException | RuntimeException failure) {
      meter.error();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    breaker.failed();
    return null;
  }
}
