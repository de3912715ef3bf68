package io.virtuoso.gateway.route;

/** The {@code Cache-Status} header, RFC 9211, with the tier as the cache's name. */
final class CacheStatus {
  private CacheStatus() {}

  static String hit(String tier) {
    return tier + "; hit";
  }

  /** The engine was asked. */
  static String fetched(boolean hadStale) {
    return hadStale ? "engine; fwd=stale; stored" : "engine; fwd=miss; stored";
  }

  static String collapsed(String status) {
    return status + "; collapsed";
  }

  /** Adds the remaining lifetime; negative when it is over. */
  static String withTimeToLive(String status, long ms) {
    return status + "; ttl=" + Math.floorDiv(ms, 1_000);
  }
}
