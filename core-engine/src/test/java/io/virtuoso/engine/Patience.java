package io.virtuoso.engine;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * How long tests wait for what is to come. Whatever comes ends the waiting at once, so a length
 * costs nothing, and on a busy machine a short one would prove nothing.
 */
public final class Patience {
  public static final Duration LONG = Duration.ofMinutes(2);

  private Patience() {}

  /** Waits for that long at most. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(LONG);
  }
}
