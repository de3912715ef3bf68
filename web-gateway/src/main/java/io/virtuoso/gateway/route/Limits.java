package io.virtuoso.gateway.route;

/**
 * Ages, counted from {@code as_of}, at which a document is served differently.
 *
 * @param refreshMs from here on it is refreshed behind the answer; learned, so it may lie anywhere
 *     up to {@code hardMs}
 * @param softMs up to here it is live
 * @param hardMs up to here it is served at once
 * @param dropMs up to here it is served when nothing newer can be had, marked stale
 */
public record Limits(long refreshMs, long softMs, long hardMs, long dropMs) {
  public Limits {
    if (!(0 <= softMs && softMs <= hardMs && hardMs <= dropMs)) {
      throw new IllegalArgumentException("limits must satisfy 0 <= soft <= hard <= drop");
    }
    if (refreshMs < 0 || refreshMs > hardMs) {
      throw new IllegalArgumentException("limits must satisfy 0 <= refresh <= hard");
    }
  }

  /** Limits under which a document is refreshed as soon as it is no longer live. */
  public Limits(long softMs, long hardMs, long dropMs) {
    this(softMs, softMs, hardMs, dropMs);
  }

  /**
   * Up to here a cache behind us may use an answer again without asking: while it is live, and no
   * longer than until we would ask for a newer one ourselves.
   */
  public long reusableMs() {
    return Math.min(refreshMs, softMs);
  }

  Limits refreshedAt(long ageMs) {
    return ageMs == refreshMs ? this : new Limits(ageMs, softMs, hardMs, dropMs);
  }

  /** How a document of that age is marked. */
  public DataState state(long ageMs) {
    if (ageMs <= softMs) {
      return DataState.LIVE;
    }
    return ageMs <= hardMs ? DataState.DELAYED : DataState.STALE;
  }
}
