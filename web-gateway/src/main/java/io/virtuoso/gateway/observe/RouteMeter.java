package io.virtuoso.gateway.observe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** How the questions for one class of documents ended, since start. */
public final class RouteMeter {
  private final Map<Outcome, Counter> counters = new EnumMap<>(Outcome.class);

  /** A meter labelled with {@code route}, one of a fixed few. */
  public RouteMeter(MeterRegistry registry, String route) {
    for (Outcome outcome : Outcome.values()) {
      counters.put(
          outcome, registry.counter("virtuoso.route", "route", route, "outcome", outcome.code()));
    }
  }

  public void count(Outcome outcome) {
    Counter counter = counters.get(outcome);
    if (counter != null) {
      counter.increment();
    }
  }

  /** How often that was the outcome. */
  public long counted(Outcome outcome) {
    Counter counter = counters.get(outcome);
    return counter == null ? 0 : (long) counter.count();
  }

  /** All outcomes but the unknown documents: those say nothing about the cache. */
  public long answerable() {
    long sum = 0;
    for (Outcome outcome : Outcome.values()) {
      sum += outcome == Outcome.UNKNOWN ? 0 : counted(outcome);
    }
    return sum;
  }
}
