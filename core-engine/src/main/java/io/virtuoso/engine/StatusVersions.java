package io.virtuoso.engine;

import io.virtuoso.engine.pipeline.MarketPipeline;
import java.time.Duration;

/**
 * The versions of a document that follows a clock. They grow even when that clock turns out to have
 * been ahead and goes back, so that what is newer replaces what is older. Used by one thread.
 */
final class StatusVersions {
  /** Whatever claims to be farther in the future, nobody has believed. */
  private static final Duration MOST_LEAD = Duration.ofMinutes(5);

  private long last = Long.MIN_VALUE;

  /**
   * The next one: that of the moment, or one more than the last; from the moment anew, and so below
   * the last, when that one was too far ahead for anybody to have taken it.
   *
   * @param nowMs ms since the epoch
   */
  long next(long nowMs) {
    long own = MarketPipeline.version(nowMs);
    boolean believed = last <= MarketPipeline.version(nowMs + MOST_LEAD.toMillis());
    last = believed ? Math.max(own, last + 1) : own;
    return last;
  }

  /** The last one. */
  long last() {
    return last;
  }
}
