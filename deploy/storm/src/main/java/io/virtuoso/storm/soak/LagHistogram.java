package io.virtuoso.storm.soak;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prometheus histogram as it stood at one moment.
 *
 * @param cumulative how many were at most so many ms, by the bucket's upper bound; the last bound
 *     is infinite
 */
public record LagHistogram(NavigableMap<Double, Double> cumulative) {
  private static final Pattern BUCKET =
      Pattern.compile("(?m)^virtuoso_loop_lag_seconds_bucket\\{[^}]*le=\"([^\"]+)\"[^}]*} (\\S+)$");

  /** Reads the event loops' lag out of a page of metrics. */
  public static LagHistogram of(String metrics) {
    NavigableMap<Double, Double> buckets = new TreeMap<>();
    Matcher bucket = BUCKET.matcher(metrics);
    while (bucket.find()) {
      double bound =
          bucket.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(bucket.group(1)) * 1_000;
      buckets.put(bound, Double.parseDouble(bucket.group(2)));
    }
    if (buckets.isEmpty()) {
      throw new IllegalStateException("the engine does not tell how late its event loops are");
    }
    return new LagHistogram(buckets);
  }

  /**
   * The bound below which that share of what was added since {@code before} lies, in ms; NaN when
   * nothing was added.
   */
  public double quantileSince(LagHistogram before, double share) {
    double all = cumulative.lastEntry().getValue() - before.cumulative.lastEntry().getValue();
    if (all <= 0) {
      return Double.NaN;
    }
    for (var bucket : cumulative.entrySet()) {
      double below = bucket.getValue() - before.cumulative.getOrDefault(bucket.getKey(), 0.0);
      if (below >= share * all) {
        return bucket.getKey();
      }
    }
    return Double.POSITIVE_INFINITY;
  }
}
