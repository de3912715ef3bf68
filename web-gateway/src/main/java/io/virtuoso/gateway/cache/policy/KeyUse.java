package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentKey;
import java.util.concurrent.atomic.LongAdder;

/**
 * How one document is used. Answers are counted by any thread, versions by the one that hears of
 * them, and the rest belongs to the tuner's round.
 */
final class KeyUse {
  /** What a round still says one round later: two rounds make three quarters of the picture. */
  private static final double KEPT = 0.5;

  private final ClassUse documents;
  private final LongAdder answers = new LongAdder();
  private final LongAdder agesMs = new LongAdder();
  private final Intervals intervals = new Intervals();

  // the tuner's, who runs one round at a time
  private double decayedAnswers;
  private double decayedSeconds;
  private long meanAgeMs;
  private int idleRounds;
  private boolean watched;

  KeyUse(ClassUse documents) {
    this.documents = documents;
  }

  void served(long ageMs) {
    answers.increment();
    agesMs.add(ageMs);
    documents.served(ageMs);
  }

  void announced(long asOfMs) {
    synchronized (intervals) {
      intervals.version(asOfMs);
    }
  }

  /** Ends a round that took so many seconds. */
  void fold(double seconds) {
    long asked = answers.sumThenReset();
    long ages = agesMs.sumThenReset();
    decayedAnswers = decayedAnswers * KEPT + asked;
    decayedSeconds = decayedSeconds * KEPT + seconds;
    idleRounds = asked == 0 ? idleRounds + 1 : 0;
    if (asked > 0) {
      meanAgeMs = ages / asked;
    }
  }

  /** Answers per second, the recent ones counting most; 0 before the first round. */
  double perSecond() {
    return decayedSeconds == 0 ? 0 : decayedAnswers / decayedSeconds;
  }

  boolean isWatched() {
    return watched;
  }

  /** Returns whether that was news. */
  boolean watch(boolean on) {
    boolean news = watched != on;
    watched = on;
    return news;
  }

  /**
   * What the rounds so far saw.
   *
   * @param followed whether anybody keeps the key new, the tuner included
   */
  Observation.OfKey observe(DocumentKey key, boolean followed) {
    synchronized (intervals) {
      return new Observation.OfKey(
          key,
          documents.documents,
          perSecond(),
          decayedAnswers,
          idleRounds,
          intervals.any(),
          intervals.count(),
          intervals.median(),
          meanAgeMs,
          watched,
          followed && !watched);
    }
  }
}
