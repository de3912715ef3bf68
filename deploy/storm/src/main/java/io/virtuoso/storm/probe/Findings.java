package io.virtuoso.storm.probe;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a prober found, in the order of the schedule. */
public record Findings(List<Sample> samples) {
  private static final long LONGEST_US = 120_000_000;
  private static final int MOST_COMPLAINTS = 6;

  public Findings {
    samples = List.copyOf(samples);
  }

  public int count() {
    return samples.size();
  }

  public long count(Verdict verdict) {
    return samples.stream().filter(sample -> sample.verdict() == verdict).count();
  }

  /** Percent of the requests that got a good answer. */
  public double goodPercent() {
    return samples.isEmpty()
        ? 0
        : 100.0 * samples.stream().filter(each -> each.verdict().isGood()).count() / count();
  }

  /** Latency from the scheduled time, ms. */
  public double latencyMs(double percentile) {
    return percentileMs(percentile, Sample::latencyUs);
  }

  /** Latency from when the request was really sent, ms. */
  public double serviceMs(double percentile) {
    return percentileMs(percentile, sample -> sample.latencyUs() - sample.sentLateUs());
  }

  /** How late the prober itself was, ms. */
  public double latenessMs(double percentile) {
    return percentileMs(percentile, Sample::sentLateUs);
  }

  public Findings where(Predicate<Sample> condition) {
    return new Findings(samples.stream().filter(condition).toList());
  }

  /** Those scheduled from then to then, counted from the prober's start. */
  public Findings between(Duration from, Duration to) {
    return where(sample -> sample.atMs() >= from.toMillis() && sample.atMs() < to.toMillis());
  }

  public Findings after(Duration from) {
    return where(sample -> sample.atMs() >= from.toMillis());
  }

  /** What was wrong, with how often, the commonest first. */
  public String complaints() {
    Map<String, Long> reasons =
        samples.stream()
            .filter(sample -> !sample.reason().isEmpty())
            .collect(
                Collectors.groupingBy(
                    sample -> sample.route().target() + " " + sample.reason(),
                    TreeMap::new,
                    Collectors.counting()));
    return reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_COMPLAINTS)
        .map(reason -> reason.getValue() + " × " + reason.getKey())
        .collect(Collectors.joining("; "));
  }

  private double percentileMs(double percentile, ToLongFunction<Sample> us) {
    Histogram histogram = new Histogram(LONGEST_US, 3);
    samples.forEach(
        sample -> histogram.recordValue(Math.clamp(us.applyAsLong(sample), 0, LONGEST_US)));
    return histogram.getValueAtPercentile(percentile) / 1_000.0;
  }
}
