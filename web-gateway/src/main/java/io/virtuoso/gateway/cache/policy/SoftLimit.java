package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;

/**
 * The soft limit of one class of documents and how far it may be moved; ages in ms.
 *
 * @param documents the class
 * @param minMs lowest that makes sense
 * @param configuredMs where it starts and whither it returns
 * @param maxMs the freshness budget: never passed, however good the reason
 * @param nowMs in force
 */
public record SoftLimit(
    DocumentClass documents, long minMs, long configuredMs, long maxMs, long nowMs) {
  public SoftLimit {
    if (!(0 <= minMs && minMs <= configuredMs && configuredMs <= maxMs)) {
      throw new IllegalArgumentException(
          "%s: bounds must satisfy 0 <= min <= configured <= max".formatted(documents.code()));
    }
  }

  /** The nearest limit that is allowed. */
  long clamp(long softMs) {
    return Math.clamp(softMs, minMs, maxMs);
  }

  /** Whether an admin may set it to that. */
  public boolean allows(long softMs) {
    return minMs <= softMs && softMs <= maxMs;
  }

  /** Nothing to tune: there is one possible value, or an operator let nothing be live. */
  boolean isFixed() {
    return minMs == maxMs || nowMs == 0;
  }
}
