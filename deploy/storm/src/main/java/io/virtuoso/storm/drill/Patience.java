package io.virtuoso.storm.drill;

import java.io.IOException;
import java.time.Duration;

/** Waiting for something to become true. */
final class Patience {
  private static final long LOOK_EVERY_MS = 20;

  private Patience() {}

  /** Something that another process decides. */
  @FunctionalInterface
  interface Condition {
    /** An exception counts as no. */
    boolean holds() throws IOException, InterruptedException;
  }

  /** How long it took; {@code most} and more when it did not come true. */
  static Duration until(Duration most, Condition condition) throws InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < most.toNanos()) {
      if (holds(condition)) {
        return Duration.ofNanos(System.nanoTime() - began);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** The same, but it must come true. */
  static Duration require(String what, Duration most, Condition condition)
      throws InterruptedException {
    Duration waited = until(most, condition);
    if (waited.compareTo(most) >= 0) {
      throw new IllegalStateException(
          what + " did not come true within " + most.toSeconds() + " s");
    }
    return waited;
  }

  private static boolean holds(Condition condition) throws InterruptedException {
    try {
      return condition.holds();
    } catch (IOException notYet) {
      return false;
    }
  }
}
