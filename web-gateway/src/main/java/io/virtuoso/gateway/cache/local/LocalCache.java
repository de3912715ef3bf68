package io.virtuoso.gateway.cache.local;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.virtual.threads.VirtualThreads;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.TierReport;
import io.virtuoso.gateway.observe.TierMeter;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest accepted version of each document, bounded by bytes. It is also the last known good
 * copy: nothing leaves for being old, only for being unasked. Thread-safe.
 */
@Singleton
public final class LocalCache {
  private static final Duration UNASKED = Duration.ofMinutes(20);

  /** What an entry costs beside its bytes: the cache's node, the key, the document's objects. */
  private static final int ENTRY_BYTES = 512;

  private record Held(StoredDocument document, Encoded encoded) {}

  private final Cache<DocumentKey, Held> held;
  private final long maxBytes;
  private final Executor worker;
  private final TierMeter meter;
  private final List<Consumer<StoredDocument>> listeners = new CopyOnWriteArrayList<>();

  @Inject
  LocalCache(
      GatewaySettings settings, MeterRegistry registry, @VirtualThreads ExecutorService worker) {
    this(settings.local().maxBytes().asLongValue(), registry, worker);
  }

  public LocalCache(long maxBytes, MeterRegistry registry, Executor worker) {
    this.maxBytes = maxBytes;
    this.worker = worker;
    this.meter = new TierMeter(registry, "local");
    this.held =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher(LocalCache::weight)
            .executor(Runnable::run) // a thread woken for it would take our core from us
            .expireAfterAccess(UNASKED)
            .build();
  }

  /** The newest version held, or null. */
  public @Nullable StoredDocument find(DocumentKey key) {
    Held found = held.getIfPresent(key);
    if (found == null) {
      meter.miss();
      return null;
    }
    meter.hit();
    return found.document;
  }

  /**
   * The newest version held if it is such a one, or null. {@link #served} counts it.
   *
   * @param wanted quick to tell
   */
  public @Nullable StoredDocument find(DocumentKey key, Predicate<StoredDocument> wanted) {
    Held found = held.getIfPresent(key);
    return found == null || !wanted.test(found.document) ? null : found.document;
  }

  /** What was found that way has been used: a hit. */
  public void served() {
    meter.hit();
  }

  /** The newest version held, or null; for those who look without asking: not counted. */
  public @Nullable StoredDocument peek(DocumentKey key) {
    Held found = held.policy().getIfPresentQuietly(key);
    return found == null ? null : found.document;
  }

  /**
   * Takes a document if it is newer than the one held.
   *
   * @return whether it was taken; then every listener has been told
   */
  public boolean offer(StoredDocument document) {
    return offer(new Held(document, encodable(document)));
  }

  /**
   * The same, but not before the document is in each coding in which readers asked for the one
   * held: meanwhile they get that one at once, and none of them waits for an encoder.
   */
  public void offerEncoded(StoredDocument document) {
    Held before = held.policy().getIfPresentQuietly(document.key());
    Held offered = new Held(document, encodable(document));
    if (before != null && before.document.version() >= document.version()) {
      return;
    }
    CompletableFuture<?>[] encoding =
        before == null ? new CompletableFuture<?>[0] : offered.encoded.like(before.encoded);
    if (encoding.length == 0) {
      offer(offered);
      return;
    }
    CompletableFuture<?> _ =
        CompletableFuture.allOf(encoding).whenComplete((done, failure) -> offer(offered));
  }

  private boolean offer(Held offered) {
    StoredDocument document = offered.document;
    Held kept =
        held.asMap()
            .merge(
                document.key(),
                offered,
                (old, fresh) -> fresh.document.version() > old.document.version() ? fresh : old);
    if (!kept.equals(offered)) {
      return false;
    }
    meter.stored();
    for (Consumer<StoredDocument> listener : listeners) {
      listener.accept(document);
    }
    return true;
  }

  /** Gives a copy up; returns whether there was one. */
  public boolean drop(DocumentKey key) {
    return held.asMap().remove(key) != null;
  }

  /** The keys of the copies held at this moment. */
  public Set<DocumentKey> keys() {
    return Set.copyOf(held.asMap().keySet());
  }

  /** Calls back for every document taken, on the thread that brought it: return quickly. */
  public void onNewer(Consumer<StoredDocument> listener) {
    listeners.add(listener);
  }

  /** The codings of that very version: the shared ones while it is held, else of its own. */
  public Encoded encoded(StoredDocument document) {
    Held found = held.policy().getIfPresentQuietly(document.key());
    return found != null && found.document.version() == document.version()
        ? found.encoded
        : new Encoded(document.body(), worker);
  }

  private Encoded encodable(StoredDocument document) {
    return new Encoded(document.body(), worker, () -> weighAgain(document));
  }

  /** One more coding is held, so the entry weighs more. */
  private void weighAgain(StoredDocument document) {
    held.asMap()
        .computeIfPresent(
            document.key(),
            (key, same) -> same.document == document ? new Held(document, same.encoded) : same);
  }

  private static int weight(DocumentKey key, Held value) {
    return ENTRY_BYTES + key.path().length() + value.encoded.bytes();
  }

  /** The keys asked for most, at most {@code limit} of them. */
  public List<DocumentKey> hottest(int limit) {
    return held.policy()
        .eviction()
        .map(eviction -> eviction.hottest(all -> all.limit(limit).map(Map.Entry::getKey).toList()))
        .orElse(List.of());
  }

  public TierReport report() {
    long bytes =
        held.policy().eviction().map(eviction -> eviction.weightedSize().orElse(0)).orElse(0L);
    return new TierReport(
        "local", "up", null, null, held.estimatedSize(), bytes, maxBytes, meter.counts());
  }
}
