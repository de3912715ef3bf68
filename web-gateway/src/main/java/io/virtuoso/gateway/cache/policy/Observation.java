package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.List;

/**
 * What one round saw: all that decisions are made from.
 *
 * @param keys most asked first
 */
record Observation(List<OfClass> classes, List<OfKey> keys) {
  static final Observation NOTHING = new Observation(List.of(), List.of());

  Observation {
    classes = List.copyOf(classes);
    keys = List.copyOf(keys);
  }

  /** The keys of that class. */
  List<OfKey> keysOf(DocumentClass documents) {
    return keys.stream().filter(key -> key.documents() == documents).toList();
  }

  /**
   * One class of documents.
   *
   * @param ages at serving in this round
   * @param overridden whether an admin has set the limit
   */
  record OfClass(SoftLimit limit, Ages ages, boolean overridden) {}

  /**
   * How old answers were, in ms; all 0 without answers.
   *
   * @param p99 what 99 of 100 did not exceed
   */
  record Ages(long answers, long p50, long p90, long p99, long max) {
    static final Ages NONE = new Ages(0, 0, 0, 0, 0);
  }

  /**
   * One document.
   *
   * @param documents its class
   * @param perSecond answers, the recent ones counting most
   * @param weight answers behind {@code perSecond}
   * @param idleRounds rounds in a row without an answer
   * @param published whether the engine announced a version of it
   * @param intervals how many times between versions were seen
   * @param intervalMs their median; 0 when none was seen
   * @param meanAgeMs at serving, in the last round that served it
   * @param watched whether it is kept new because it was hot
   * @param followed whether somebody else keeps it new, a stream for example
   */
  record OfKey(
      DocumentKey key,
      DocumentClass documents,
      double perSecond,
      double weight,
      int idleRounds,
      boolean published,
      int intervals,
      long intervalMs,
      long meanAgeMs,
      boolean watched,
      boolean followed) {}
}
