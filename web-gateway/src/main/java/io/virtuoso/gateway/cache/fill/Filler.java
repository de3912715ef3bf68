package io.virtuoso.gateway.cache.fill;

import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.gateway.cache.local.LocalCache;
import io.virtuoso.gateway.cache.redis.PublishedVersions;
import io.virtuoso.gateway.cache.redis.RedisTier;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Brings announced documents from Redis into the local tier: only those that are held or watched,
 * many per round trip, one round trip at a time, so that a burst of announcements of one key costs
 * one read. Thread-safe.
 */
@Singleton
public final class Filler implements FollowedKeys {
  private static final int BATCH = 64;
  private static final int MAX_WANTED = 4_096;

  private final LocalCache local;
  private final RedisTier redis;
  private final PublishedVersions published;
  private final InstantSource clock;
  private final int maxPolled;
  private final long settledMs;
  private final Set<DocumentKey> wanted = ConcurrentHashMap.newKeySet();
  private final Map<DocumentKey, Integer> watched = new ConcurrentHashMap<>();
  private final List<Consumer<Announcement>> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean fetching = new AtomicBoolean();

  @Inject
  Filler(
      LocalCache local,
      RedisTier redis,
      PublishedVersions published,
      GatewaySettings settings,
      InstantSource clock) {
    this.local = local;
    this.redis = redis;
    this.published = published;
    this.clock = clock;
    this.maxPolled = settings.updates().maxPolled();
    this.settledMs = settings.updates().poll().toMillis() / 2;
  }

  @Override
  public void watch(DocumentKey key) {
    watched.merge(key, 1, Integer::sum);
  }

  @Override
  public void unwatch(DocumentKey key) {
    watched.computeIfPresent(key, (ignored, count) -> count == 1 ? null : count - 1);
  }

  @Override
  public boolean isWatched(DocumentKey key) {
    return watched.containsKey(key);
  }

  @Override
  public void onAnnounced(Consumer<Announcement> listener) {
    listeners.add(listener);
  }

  /** A new version exists. */
  void announced(Announcement announcement) {
    for (Consumer<Announcement> listener : listeners) {
      listener.accept(announcement);
    }
    DocumentKey key = announcement.key();
    StoredDocument held = local.peek(key);
    if (held == null ? watched.containsKey(key) : held.version() < announcement.version()) {
      want(key);
    }
  }

  /**
   * Asks Redis for newer versions of what readers ask for or streams show: the cure for whatever
   * was announced and not heard. A copy younger than half a poll has missed nothing that the next
   * poll will not find, so while announcements arrive next to nothing is asked.
   */
  void poll() {
    Map<DocumentKey, Long> versions = new LinkedHashMap<>();
    for (DocumentKey key : watched.keySet()) {
      ask(key, versions);
    }
    for (DocumentKey key : local.hottest(maxPolled)) {
      ask(key, versions);
    }
    published.newerThan(versions).subscribe().with(keys -> keys.forEach(this::want), failure -> {});
  }

  private void ask(DocumentKey key, Map<DocumentKey, Long> versions) {
    StoredDocument held = local.peek(key);
    long settled = clock.millis() - settledMs;
    if (versions.size() < maxPolled
        && DocumentClass.of(key) != DocumentClass.CANDLES // asked of the engine, never published
        && (held == null || held.asOfMs() < settled)) {
      versions.put(key, held == null ? 0 : held.version());
    }
  }

  private void want(DocumentKey key) {
    if (wanted.size() < MAX_WANTED) {
      wanted.add(key);
      fetch();
    }
  }

  private void fetch() {
    if (!fetching.compareAndSet(false, true)) {
      return;
    }
    List<DocumentKey> batch = new ArrayList<>(BATCH);
    for (Iterator<DocumentKey> keys = wanted.iterator(); keys.hasNext() && batch.size() < BATCH; ) {
      batch.add(keys.next());
      keys.remove();
    }
    if (batch.isEmpty()) {
      fetching.set(false);
      if (!wanted.isEmpty()) { // one came between the look and the flag
        fetch();
      }
      return;
    }
    redis
        .findAll(batch)
        .subscribe()
        .with(
            documents -> {
              documents.forEach(local::offerEncoded);
              next();
            },
            failure -> next());
  }

  private void next() {
    fetching.set(false);
    if (!wanted.isEmpty()) {
      fetch();
    }
  }
}
