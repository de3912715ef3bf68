package io.virtuoso.gateway.cache.memcached;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.FreshnessPolicy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long documents stay in Memcached when nobody replaces them: as long as they may be shown at
 * all, for they are kept for the day on which nothing newer can be had.
 */
final class Lifetimes {
  /** Far below 30 days, beyond which Memcached reads a lifetime as a date. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Map<DocumentClass, Integer> seconds = new EnumMap<>(DocumentClass.class);
  private final int longest;

  /**
   * Lifetimes from the drop limits.
   *
   * @param policies by the code of the class
   * @param longest what none exceeds; itself never more than an hour
   */
  Lifetimes(Map<String, FreshnessPolicy> policies, Duration longest) {
    this.longest = Math.min(seconds(longest), seconds(LONGEST));
    policies.forEach((code, policy) ->
        DocumentClass.ofCode(code)
            .ifPresent(
                known -> seconds.put(known, Math.min(this.longest, seconds(policy.drop())))));
    // of one key there may be bars that have all closed, which live for ever
    seconds.put(DocumentClass.CANDLES, this.longest);
  }

  /** In seconds, at least one: 0 would be for ever. */
  int of(DocumentKey key) {
    return seconds.getOrDefault(DocumentClass.of(key), longest);
  }

  private static int seconds(Duration life) {
    return Math.clamp(life.toSeconds(), 1, Integer.MAX_VALUE);
  }
}
