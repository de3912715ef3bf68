package io.virtuoso.gateway.cache;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One tier as an operator sees it.
 *
 * @param state {@code up}, {@code down} or {@code off}
 * @param reason why it is not up, or what of it is not; null when all is well
 * @param breaker {@code closed}, {@code open} or {@code half_open}; null where there is none
 * @param entries documents held; null where the tier cannot tell
 * @param bytes held; null where the tier cannot tell
 * @param maxBytes bound of {@code bytes}; null where the tier cannot tell
 * @param counts by outcome, since start
 */
public record TierReport(
    String name,
    String state,
    @Nullable String reason,
    @Nullable String breaker,
    @Nullable Long entries,
    @Nullable Long bytes,
    @Nullable Long maxBytes,
    Map<String, Long> counts) {
  public TierReport {
    counts = Map.copyOf(counts);
  }

  /** A tier outside this process. */
  public static TierReport shared(
      String name,
      String state,
      @Nullable String reason,
      Breaker breaker,
      Map<String, Long> counts) {
    return new TierReport(name, state, reason, breaker.state().code(), null, null, null, counts);
  }
}
