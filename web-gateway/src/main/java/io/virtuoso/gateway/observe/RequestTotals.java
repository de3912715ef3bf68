package io.virtuoso.gateway.observe;

/**
 * What the requests of one route came to at one moment; the difference of two moments is what
 * happened between them. Immutable.
 */
@SuppressWarnings("EnumOrdinal") // a place in a table of this process, kept nowhere
public final class RequestTotals {
  private static final RequestTotals NONE =
      new RequestTotals(
          new long[StatusClass.values().length],
          new long[Outcome.values().length],
          new long[Latencies.BUCKETS],
          0,
          0);

  private final long[] statuses;
  private final long[] outcomes;
  private final long[] latencies;
  private final long late;
  private final long nanos;

  /** Takes the arrays as they are: by status class, by outcome, by bucket of {@link Latencies}. */
  RequestTotals(long[] statuses, long[] outcomes, long[] latencies, long late, long nanos) {
    this.statuses = statuses;
    this.outcomes = outcomes;
    this.latencies = latencies;
    this.late = late;
    this.nanos = nanos;
  }

  /** Nothing yet. */
  public static RequestTotals none() {
    return NONE;
  }

  /** What came since {@code earlier}. */
  RequestTotals since(RequestTotals earlier) {
    return new RequestTotals(
        difference(statuses, earlier.statuses),
        difference(outcomes, earlier.outcomes),
        difference(latencies, earlier.latencies),
        late - earlier.late,
        nanos - earlier.nanos);
  }

  /** Both together. */
  RequestTotals and(RequestTotals other) {
    return other.since(NONE.since(this));
  }

  /** All requests. */
  public long requests() {
    long sum = 0;
    for (long each : statuses) {
      sum += each;
    }
    return sum;
  }

  /** Those answered with that status class, by its label: {@code 2xx}, {@code 304}, … */
  public long status(String code) {
    for (StatusClass each : StatusClass.values()) {
      if (each.code().equals(code)) {
        return statuses[each.ordinal()];
      }
    }
    throw new IllegalArgumentException(code);
  }

  /** Those that ended so. */
  public long outcome(Outcome outcome) {
    return outcomes[outcome.ordinal()];
  }

  /** Those that asked for a document that could have been served. */
  public long answerable() {
    long sum = 0;
    for (Outcome outcome : Outcome.values()) {
      sum += outcome.isAnswerable() ? outcome(outcome) : 0;
    }
    return sum;
  }

  /** Fresh hits and coalesced over everything answerable; NaN when there was nothing. */
  public double hitRatio() {
    return (double) (outcome(Outcome.FRESH_HIT) + outcome(Outcome.COALESCED)) / answerable();
  }

  /** Those we owed an answer: a request that was wrong itself says nothing about us. */
  public long owed() {
    return requests() - status("4xx") - status("429");
  }

  /** Those owed, and answered without a 5xx within a second. */
  public long good() {
    return owed() - status("5xx") - late;
  }

  /** The time, in ms, within which that share was answered; NaN when nothing was. */
  public double quantileMs(double share) {
    return Latencies.quantile(latencies, share) / 1e6;
  }

  /** How many were timed within the first {@code buckets} buckets. */
  long timedWithin(int buckets) {
    long sum = 0;
    for (int each = 0; each < buckets; each++) {
      sum += latencies[each];
    }
    return sum;
  }

  /** All times together, ns. */
  long nanos() {
    return nanos;
  }

  private static long[] difference(long[] now, long[] earlier) {
    long[] result = new long[now.length];
    for (int each = 0; each < now.length; each++) {
      result[each] = now[each] - earlier[each];
    }
    return result;
  }
}
