package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.route.DataState;
import io.virtuoso.gateway.route.Limits;

/** The {@code Cache-Control} header, RFC 9111 and 5861. */
final class CacheControl {
  private CacheControl() {}

  static String of(DataState state, Limits limits) {
    return state == DataState.STALE
        ? "max-age=0, stale-if-error=" + seconds(limits.dropMs())
        : live(limits);
  }

  /** Age is counted from as_of, so max-age is the whole limit and not what is left of it. */
  static String live(Limits limits) {
    return "max-age=%d, stale-while-revalidate=%d, stale-if-error=%d"
        .formatted(
            seconds(limits.reusableMs()),
            seconds(limits.hardMs() - limits.reusableMs()),
            seconds(limits.dropMs() - limits.reusableMs()));
  }

  static long seconds(long ms) {
    return Math.min(Integer.MAX_VALUE, ms / 1_000); // no cache counts further
  }
}
