package io.virtuoso.gateway.route;

import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The limits in force, and the ages that they judge. */
@Singleton
public final class Freshness {
  private final InstantSource clock;
  private final Map<DocumentClass, Limits> limits = new EnumMap<>(DocumentClass.class);

  @Inject
  Freshness(InstantSource clock, GatewaySettings settings) {
    this(clock, settings.freshness());
  }

  /** Defaults, overridden by what is configured per class code. */
  public Freshness(InstantSource clock, Map<String, GatewaySettings.Limits> configured) {
    this.clock = clock;
    for (String code : configured.keySet()) {
      if (DocumentClass.ofCode(code).isEmpty()) {
        throw new IllegalArgumentException("virtuoso.gateway.freshness: no document class " + code);
      }
    }
    for (DocumentClass each : DocumentClass.values()) {
      limits.put(each, merged(each.defaults(), configured.get(each.code())));
    }
  }

  /** The limits for documents of that class. */
  public Limits of(DocumentClass documents) {
    Limits found = limits.get(documents);
    return found == null ? documents.defaults() : found;
  }

  public Limits of(DocumentKey key) {
    return of(DocumentClass.of(key, clock.millis()));
  }

  /** Time since the document's {@code as_of}, in ms, never negative. */
  public long ageMs(StoredDocument document) {
    return Math.max(0, clock.millis() - document.asOfMs());
  }

  private static Limits merged(Limits defaults, GatewaySettings.@Nullable Limits own) {
    return own == null
        ? defaults
        : new Limits(
            ms(own.soft(), defaults.softMs()),
            ms(own.hard(), defaults.hardMs()),
            ms(own.drop(), defaults.dropMs()));
  }

  private static long ms(Optional<Duration> configured, long otherwise) {
    return configured.map(Duration::toMillis).orElse(otherwise);
  }
}
