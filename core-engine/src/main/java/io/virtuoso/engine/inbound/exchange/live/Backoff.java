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
    long bound = Math.min(Math.min(capMs, mostMs), baseMs << Math.min(failures, 20));
    failures++;
    return random.nextLong(bound + 1);
  }

  void reset() {
    failures = 0;
  }

  int failures() {
    return failures;
  }
}
