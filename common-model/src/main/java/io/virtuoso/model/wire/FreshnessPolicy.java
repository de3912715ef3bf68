package io.virtuoso.model.wire;

import java.time.Duration;

/**
 * How long documents of one class are what. Ages count from {@code as_of}. Both services read the
 * same section {@code virtuoso.freshness}, one entry per {@link DocumentClass#code}.
 */
public interface FreshnessPolicy {
  /** The freshness budget: up to here a document is live. */
  Duration soft();

  /** The earliest age at which the gateway may learn to refresh a document behind the answer. */
  Duration softMin();

  /** The latest such age. */
  Duration softMax();

  /** Up to here it is served at once and refreshed behind the answer. */
  Duration hard();

  /** Up to here it is served when nothing newer can be had, marked stale. */
  Duration drop();

  /** How long an entry stays in Redis when no publication renews it. */
  Duration sharedTtl();
}
