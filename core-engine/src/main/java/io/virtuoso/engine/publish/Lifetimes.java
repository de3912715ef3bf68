package io.virtuoso.engine.publish;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** How long a document stays in Redis when no newer one replaces it, by its class. */
public final class Lifetimes {
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  private final Map<DocumentClass, Long> lifetimesMs = new EnumMap<>(DocumentClass.class);

  /**
   * Lifetimes as configured.
   *
   * @param configured by the code of the document class
   * @throws IllegalArgumentException when a class has none or one too short to be meant
   */
  public Lifetimes(Map<String, FreshnessPolicy> configured) {
    for (DocumentClass each : DocumentClass.values()) {
      FreshnessPolicy own = configured.get(each.code());
      String name = "virtuoso.freshness." + each.code() + ".shared-ttl: ";
      if (own == null) {
        throw new IllegalArgumentException(name + "missing");
      }
      if (own.sharedTtl().compareTo(SHORTEST) < 0) {
        throw new IllegalArgumentException(
            name + own.sharedTtl() + " is less than " + SHORTEST.toSeconds() + " s");
      }
      lifetimesMs.put(each, own.sharedTtl().toMillis());
    }
  }

  /** In ms; a {@link ToLongFunction} for the publisher. */
  public long of(DocumentKey key) {
    return lifetimesMs.getOrDefault(DocumentClass.of(key), SHORTEST.toMillis());
  }
}
