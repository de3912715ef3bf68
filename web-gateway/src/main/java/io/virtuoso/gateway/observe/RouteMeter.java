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

  public long count(Counted counted) {
    long sum = 0;
    for (Outcome outcome : counted.outcomes) {
      Counter counter = counters.get(outcome);
      sum += counter == null ? 0 : (long) counter.count();
    }
    return sum;
  }

  /** A group of outcomes that is read together. */
  public enum Counted {
    FRESH_HITS(Outcome.FRESH_HIT),
    STALE_HITS(Outcome.STALE_HIT),
    COALESCED(Outcome.COALESCED),
    MISSES(Outcome.MISS),
    UNKNOWN(Outcome.UNKNOWN),
    ERRORS(Outcome.ERROR),
    /** All but the unknown ones: those say nothing about the cache. */
    ANSWERABLE(
        Outcome.FRESH_HIT, Outcome.STALE_HIT, Outcome.COALESCED, Outcome.MISS, Outcome.ERROR);

    private final Outcome[] outcomes;

    Counted(Outcome... outcomes) {
      this.outcomes = outcomes;
    }
  }
}
