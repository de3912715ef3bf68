package io.virtuoso.gateway.route;

/**
 * Ages, counted from {@code as_of}, at which a document is served differently.
 *
 * @param softMs up to here it is live
 * @param hardMs up to here it is served at once and refreshed behind the answer
 * @param dropMs up to here it is served when nothing newer can be had, marked stale
 */
public record Limits(long softMs, long hardMs, long dropMs) {
  public Limits {
    if (!(0 <= softMs && softMs <= hardMs && hardMs <= dropMs)) {
      throw new IllegalArgumentException("limits must satisfy 0 <= soft <= hard <= drop");
    }
  }

  /** How a document of that age is marked. */
  public DataState state(long ageMs) {
    if (ageMs <= softMs) {
      return DataState.LIVE;
    }
    return ageMs <= hardMs ? DataState.DELAYED : DataState.STALE;
  }
}
