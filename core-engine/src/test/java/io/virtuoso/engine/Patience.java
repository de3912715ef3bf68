package io.virtuoso.engine;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;
import org.awaitility.pollinterval.PollInterval;

/**
 * How long tests wait for what is to come. Whatever comes ends the waiting at once, so a length
 * costs nothing, and on a busy machine a short one would prove nothing.
 */
public final class Patience {
  private static final Duration RARELY = Duration.ofMillis(100);
  public static final Duration LONG = Duration.ofMinutes(2);

  private static final PollInterval LOOKS =
      IterativePollInterval.iterative(
          last -> last.multipliedBy(2).compareTo(RARELY) < 0 ? last.multipliedBy(2) : RARELY,
          Duration.ofMillis(10));

  private Patience() {}

  /** Waits for that long at most, and looks often at first. */
  public static ConditionFactory await() {
    return Awaitility.await().pollInterval(LOOKS).atMost(LONG);
  }
}
