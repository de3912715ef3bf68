package io.virtuoso.engine.inbound.exchange.live;

import java.util.random.RandomGenerator;

/**
 * Waits that grow with every failure up to a cap, drawn evenly from zero to their bound so that
 * those who failed together do not come back together. Never says stop.
 */
final class Backoff {
  private final long baseMs;
  private final long capMs;
  private final RandomGenerator random;
  private int failures;

  Backoff(Timings timings, RandomGenerator random) {
    this.baseMs = timings.backoffBase().toMillis();
    this.capMs = timings.backoffCap().toMillis();
    this.random = random;
  }

  /** The wait after one more failure, in ms. */
  long next() {
    return next(capMs);
  }

  /** The same where no wait is to be longer than {@code mostMs}. */
  long next(long mostMs) {
    return after(failures++, Math.min(capMs, mostMs));
  }

  /** The wait after so many failures before the last one, whoever's they were, in ms. */
  long after(int failed) {
    return after(failed, capMs);
  }

  private long after(int failed, long mostMs) {
    return random.nextLong(Math.min(mostMs, baseMs << Math.min(failed, 20)) + 1);
  }

  void reset() {
    failures = 0;
  }

  int failures() {
    return failures;
  }
}
