package io.virtuoso.gateway.observe;

import java.util.function.LongSupplier;

/** Lets so many through in each second, and counts the others. Thread-safe. */
final class LineRate {
  private static final long SECOND = 1_000_000_000L;

  private final int perSecond;
  private final LongSupplier nanos;
  private long second = Long.MIN_VALUE;
  private int passed;
  private long held;

  LineRate(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  synchronized boolean passes() {
    long now = Math.floorDiv(nanos.getAsLong(), SECOND);
    if (now != second) {
      second = now;
      passed = 0;
    }
    if (passed == perSecond) {
      held++;
      return false;
    }
    passed++;
    return true;
  }

  /** How many were held back since this was last asked. */
  synchronized long takeHeld() {
    long taken = held;
    held = 0;
    return taken;
  }
}
