package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often a venue is connected to, over all its connections: at most 60 times in any five
 * minutes, and never two at once, so that connections lost together return one by one.
 *
 * <p>While the venue lets nobody in, one connection tries in place of all: it may so try often
 * enough for the return to be noticed soon, and the attempts that the others need are left over.
 *
 * <p>Not thread-safe: lives on the venue's event loop.
 */
final class ConnectBudget {
  /** Somebody who wants to connect. */
  @FunctionalInterface
  interface Applicant {
    /** The venue lets somebody in. */
    void tryNow();
  }

  static final int ATTEMPTS = 60;
  static final Duration WINDOW = Duration.ofMinutes(5);
  static final long SPACING_MS = 350;

  /** Whoever tries for all waits no longer than this after an attempt that failed. */
  static final long SCOUTING_MS = 10_000;

  private final RateWindow window = new RateWindow(ATTEMPTS, WINDOW);
  private final Set<Applicant> waiting = new LinkedHashSet<>();
  private @Nullable Applicant scout;
  private long nextMs = Long.MIN_VALUE;

  /** Takes an attempt and answers 0, or answers for how many ms there is none. */
  long take(long nowMs) {
    long waitMs = Math.max(window.waitMs(1, nowMs), nextMs <= nowMs ? 0 : nextMs - nowMs);
    if (waitMs == 0) {
      window.take(1, nowMs);
      nextMs = nowMs + SPACING_MS;
    }
    return waitMs;
  }

  /**
   * An applicant was not let in: whether it is to try again by itself, within {@link #SCOUTING_MS}.
   * Else it is told when somebody was let in.
   */
  boolean scouts(Applicant turnedAway) {
    if (scout == null) {
      scout = turnedAway;
    }
    boolean scouts = scout.equals(turnedAway);
    if (!scouts) {
      waiting.add(turnedAway);
    }
    return scouts;
  }

  /** Somebody was let in, or the one that tried for all gives it up: all others try now. */
  void letIn(Applicant applicant) {
    waiting.remove(applicant);
    List<Applicant> others = List.copyOf(waiting);
    waiting.clear();
    Applicant scouting = scout;
    scout = null;
    if (scouting != null && !scouting.equals(applicant)) {
      scouting.tryNow();
    }
    others.forEach(Applicant::tryNow);
  }

  /** It does not want to connect any more. */
  void leave(Applicant applicant) {
    waiting.remove(applicant);
    if (applicant.equals(scout)) {
      letIn(applicant);
    }
  }
}
