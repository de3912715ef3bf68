package io.virtuoso.gateway.cache.policy;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.model.wire.Announcement;
import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is asked for, per key and per class of documents. Counting costs a look-up and three
 * additions and allocates nothing for a key that is known. Only what was served is counted, so that
 * questions for what does not exist take no room; when the room is full, newcomers wait for the
 * next round, which makes some by forgetting the least asked. Thread-safe.
 */
@Singleton
public final class Demand {
  private final int maxKeys;
  private final Map<DocumentKey, KeyUse> uses = new ConcurrentHashMap<>();
  private final Map<DocumentClass, ClassUse> classes = new ConcurrentHashMap<>();
  private final Counter unrecorded;

  @Inject
  Demand(GatewaySettings settings, MeterRegistry registry) {
    this(settings.tuning().maxKeys(), registry);
  }

  public Demand(int maxKeys, MeterRegistry registry) {
    this.maxKeys = maxKeys;
    this.unrecorded = registry.counter("virtuoso.demand.unrecorded");
  }

  /**
   * A document went out to somebody.
   *
   * @param ageMs since its {@code as_of}
   */
  public void served(DocumentKey key, long ageMs) {
    KeyUse use = uses.get(key);
    if (use == null) {
      use = admit(key);
    }
    if (use != null) {
      use.served(ageMs);
    }
  }

  /** The engine published a version; of interest only when somebody asked for that key. */
  void announced(Announcement announcement) {
    KeyUse use = uses.get(announcement.key());
    if (use != null) {
      use.announced(announcement.asOfMs());
    }
  }

  /**
   * Ends a round and tells what it saw.
   *
   * @param seconds that the round took
   * @param overridden classes whose limit an admin has set
   * @param followed whether somebody keeps that key new
   */
  Observation observe(
      double seconds,
      List<SoftLimit> limits,
      Set<DocumentClass> overridden,
      Predicate<DocumentKey> followed) {
    uses.values().forEach(use -> use.fold(seconds));
    forgetLeastAsked();
    Map<DocumentClass, Observation.Ages> ages = new EnumMap<>(DocumentClass.class);
    classes.forEach((documents, use) -> ages.put(documents, use.fold()));
    return new Observation(
        limits.stream()
            .map(limit ->
                new Observation.OfClass(
                    limit,
                    ages.getOrDefault(limit.documents(), Observation.Ages.NONE),
                    overridden.contains(limit.documents())))
            .toList(),
        ranked().stream()
            .map(entry -> entry.getValue().observe(entry.getKey(), followed.test(entry.getKey())))
            .toList());
  }

  /** Notes that the key is kept new or no longer; returns whether that was news. */
  boolean watch(DocumentKey key, boolean watched) {
    KeyUse use = uses.get(key);
    return use != null && use.watch(watched);
  }

  void forget(DocumentKey key) {
    uses.remove(key);
  }

  /** Most asked first; by name where that is equal. */
  private List<Map.Entry<DocumentKey, KeyUse>> ranked() {
    return uses.entrySet().stream()
        .map(Map.Entry::copyOf)
        .sorted(
            Comparator.comparingDouble(
                    (Map.Entry<DocumentKey, KeyUse> each) -> -each.getValue().perSecond())
                .thenComparing(each -> each.getKey().path()))
        .toList();
  }

  private void forgetLeastAsked() {
    List<Map.Entry<DocumentKey, KeyUse>> ranked = ranked();
    for (Map.Entry<DocumentKey, KeyUse> each :
        ranked.subList(Math.min(maxKeys / 2, ranked.size()), ranked.size())) {
      if (!each.getValue().isWatched()) { // else nobody would ever take that watch back
        uses.remove(each.getKey());
      }
    }
  }

  private @Nullable KeyUse admit(DocumentKey key) {
    if (uses.size() >= maxKeys) { // may be passed by as many as there are threads
      unrecorded.increment();
      return null;
    }
    ClassUse of = classes.computeIfAbsent(DocumentClass.of(key), ClassUse::new);
    return uses.computeIfAbsent(key, ignored -> new KeyUse(of));
  }
}
