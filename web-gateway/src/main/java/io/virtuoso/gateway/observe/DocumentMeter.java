package io.virtuoso.gateway.observe;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * How the questions for one class of documents ended, whoever asked: a request, a page, a stream.
 * Thread-safe; counting allocates nothing once a combination has been met.
 */
@SuppressWarnings("EnumOrdinal") // a place in a table of this process, kept nowhere
public final class DocumentMeter {
  private static final int TIERS = Tier.values().length;

  private final Counters counters;

  /** A meter labelled with {@code documents}, one of a fixed few. */
  public DocumentMeter(MeterRegistry registry, String documents) {
    this.counters =
        new Counters(
            Outcome.values().length * TIERS,
            cell ->
                registry.counter(
                    "virtuoso.documents",
                    "class",
                    documents,
                    "outcome",
                    Outcome.values()[cell / TIERS].code(),
                    "tier",
                    Tier.values()[cell % TIERS].code()));
  }

  /** One question more that ended so. */
  public void count(Outcome outcome, Tier tier) {
    counters.increment(outcome.ordinal() * TIERS + tier.ordinal());
  }

  /** How often that was the outcome, whichever tier it came from. */
  public long counted(Outcome outcome) {
    long sum = 0;
    for (Tier tier : Tier.values()) {
      sum += counted(outcome, tier);
    }
    return sum;
  }

  /** How often that was the outcome, from that tier. */
  public long counted(Outcome outcome, Tier tier) {
    return counters.counted(outcome.ordinal() * TIERS + tier.ordinal());
  }

  /** All outcomes that say something about the cache. */
  public long answerable() {
    long sum = 0;
    for (Outcome outcome : Outcome.values()) {
      sum += outcome.isAnswerable() ? counted(outcome) : 0;
    }
    return sum;
  }
}
