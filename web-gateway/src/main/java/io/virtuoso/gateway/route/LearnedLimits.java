package io.virtuoso.gateway.route;

import io.virtuoso.gateway.cache.policy.SoftLimit;
import io.virtuoso.gateway.cache.policy.SoftLimits;
import io.virtuoso.model.wire.DocumentClass;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/**
 * What the cache manager may move: the age at which documents of a class are refreshed. What may be
 * called live stays as it is configured.
 */
@Singleton
final class LearnedLimits implements SoftLimits {
  private final Freshness freshness;

  @Inject
  LearnedLimits(Freshness freshness) {
    this.freshness = freshness;
  }

  @Override
  public List<SoftLimit> softLimits() {
    return Arrays.stream(DocumentClass.values()).map(this::of).toList();
  }

  @Override
  public void soften(DocumentClass documents, long softMs) {
    if (softMs == of(documents).configuredMs()) {
      freshness.forget(documents);
    } else {
      freshness.adapt(documents, softMs);
    }
  }

  private SoftLimit of(DocumentClass documents) {
    Limits limits = freshness.of(documents);
    Bounds bounds = freshness.bounds(documents);
    return new SoftLimit(
        documents,
        bounds.minMs(),
        bounds.clamp(limits.softMs()),
        bounds.maxMs(),
        limits.refreshMs());
  }
}
