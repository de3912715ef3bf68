package io.virtuoso.gateway.cache;

import io.virtuoso.gateway.GatewaySettings;
import io.virtuoso.model.wire.StoredDocument;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a whole, unaltered document must still satisfy to be used: neither its time nor its version
 * may lie in the future, else one bad value would shut out every good one after it.
 */
@Singleton
public final class Belief {
  private static final long VERSIONS_PER_MS = 1_000;

  private final InstantSource clock;
  private final long maxLeadMs;

  @Inject
  Belief(InstantSource clock, GatewaySettings settings) {
    this(clock, settings.maxLead());
  }

  public Belief(InstantSource clock, Duration maxLead) {
    this.clock = clock;
    this.maxLeadMs = maxLead.toMillis();
  }

  /** Why the document is refused, as a metric label; empty when it is believed. */
  public Optional<String> objection(StoredDocument document) {
    long latest = clock.millis() + maxLeadMs;
    if (document.asOfMs() > latest) {
      return Optional.of("future");
    }
    return document.version() / VERSIONS_PER_MS > latest
        ? Optional.of("version")
        : Optional.empty();
  }

  /** The latest moment that its time or its version claims, ms since the epoch. */
  public static long claimedMs(StoredDocument document) {
    return Math.max(document.asOfMs(), document.version() / VERSIONS_PER_MS);
  }
}
