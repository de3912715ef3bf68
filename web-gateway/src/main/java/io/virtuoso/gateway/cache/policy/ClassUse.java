package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * How old the documents of one class were when they were served. Any thread counts, without waiting
 * and without allocating; the tuner's round reads.
 */
final class ClassUse {
  /** Older is counted as this old, in ms. */
  private static final long OLDEST_MS = 3_600_000;

  private static final int DIGITS = 2;

  final DocumentClass documents;
  private final Recorder ages = new Recorder(1, OLDEST_MS, DIGITS);
  private @Nullable Histogram lastRound;

  ClassUse(DocumentClass documents) {
    this.documents = documents;
  }

  void served(long ageMs) {
    ages.recordValue(Math.clamp(ageMs, 0, OLDEST_MS));
  }

  /** Ends a round: the ages since the one before. */
  Observation.Ages fold() {
    Histogram seen = ages.getIntervalHistogram(lastRound);
    lastRound = seen;
    return new Observation.Ages(
        seen.getTotalCount(),
        seen.getValueAtPercentile(50),
        seen.getValueAtPercentile(90),
        seen.getValueAtPercentile(99),
        seen.getMaxValue());
  }
}
