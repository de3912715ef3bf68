package io.virtuoso.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;

/** What one tier was asked and how it answered, since start. */
public final class TierMeter {
  private static final String NAME = "virtuoso.tier";

  private final MeterRegistry registry;
  private final String tier;
  private final Counter hits;
  private final Counter misses;
  private final Counter errors;
  private final Counter timeouts;
  private final Counter skipped;
  private final Counter stored;
  private final Counter outdated;
  private final Counter removed;

  public TierMeter(MeterRegistry registry, String tier) {
    this.registry = registry;
    this.tier = tier;
    hits = counter("hit");
    misses = counter("miss");
    errors = counter("error");
    timeouts = counter("timeout");
    skipped = counter("skipped");
    stored = counter("stored");
    outdated = counter("outdated");
    removed = counter("removed");
  }

  public void hit() {
    hits.increment();
  }

  public void miss() {
    misses.increment();
  }

  public void error() {
    errors.increment();
  }

  public void timeout() {
    timeouts.increment();
  }

  /** Not asked: breaker open, or too much in flight. */
  public void skipped() {
    skipped.increment();
  }

  public void stored() {
    stored.increment();
  }

  /** Not stored: what is there is at least as new. */
  public void outdated() {
    outdated.increment();
  }

  /** A value that was not believed was taken out of the tier. */
  public void removed() {
    removed.increment();
  }

  /**
   * A value was there and was not believed.
   *
   * @param code one of a handful of fixed words
   */
  public void refused(String code) {
    registry.counter("virtuoso.tier.refused", "tier", tier, "code", code).increment();
  }

  /** Everything above by name, for a person to read. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("hits", (long) hits.count());
    counts.put("misses", (long) misses.count());
    counts.put("errors", (long) errors.count());
    counts.put("timeouts", (long) timeouts.count());
    counts.put("skipped", (long) skipped.count());
    counts.put("stored", (long) stored.count());
    counts.put("outdated", (long) outdated.count());
    counts.put("removed", (long) removed.count());
    double refused =
        registry.find("virtuoso.tier.refused").tag("tier", tier).counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    counts.put("refused", (long) refused);
    return counts;
  }

  private Counter counter(String outcome) {
    return registry.counter(NAME, "tier", tier, "outcome", outcome);
  }
}
