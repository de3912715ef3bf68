package io.virtuoso.gateway.route;

/**
 * Between which ages the moment of refreshing may be learned.
 *
 * @param minMs inclusive
 * @param maxMs inclusive
 */
public record Bounds(long minMs, long maxMs) {
  public Bounds {
    if (!(0 <= minMs && minMs <= maxMs)) {
      throw new IllegalArgumentException("bounds must satisfy 0 <= min <= max");
    }
  }

  /** The nearest age within. */
  public long clamp(long ms) {
    return Math.clamp(ms, minMs, maxMs);
  }
}
