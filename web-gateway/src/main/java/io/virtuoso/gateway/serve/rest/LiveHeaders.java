package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.route.Limits;

/**
 * What the headers of a live answer say during one second.
 *
 * @param second age of the document in seconds
 * @param timeToLive what is left of its soft limit, in seconds
 */
record LiveHeaders(
    long second, long timeToLive, Limits limits, String age, String cacheStatus, String control) {

  static LiveHeaders of(long ageMs, Limits limits) {
    long timeToLive = timeToLive(ageMs, limits);
    return new LiveHeaders(
        ageMs / 1_000,
        timeToLive,
        limits,
        Long.toString(CacheControl.seconds(ageMs)),
        "local; hit; ttl=" + timeToLive,
        CacheControl.live(limits));
  }

  boolean holds(long ageMs, Limits now) {
    return second == ageMs / 1_000 && timeToLive == timeToLive(ageMs, now) && limits.equals(now);
  }

  private static long timeToLive(long ageMs, Limits limits) {
    return Math.floorDiv(limits.softMs() - ageMs, 1_000L);
  }
}
