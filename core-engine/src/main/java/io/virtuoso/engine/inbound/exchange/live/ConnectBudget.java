package io.virtuoso.engine.inbound.exchange.live;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often a venue is connected to, over all its connections: at most 60 times in any five
 * minutes, and never two at once, so that connections lost together return one by one.
 *
 * <p>While the venue lets nobody in, its connections take turns: one tries at a time, in place of
 * all. It may so try often enough for the return to be noticed soon, and the attempts that the
 * others need are left over. Taking turns, one that is kept out for a reason of its own keeps out
 * no other.
 *
 * <p>Not thread-safe: lives on the venue's event loop.
 */
final class ConnectBudget {
  /** Somebody who wants to connect. */
  interface Applicant {
    /**
     * It is the one that tries for all.
     *
     * @param failed attempts since the venue let somebody in, by whomever
     */
    void tryForAll(int failed);

    /** The venue lets somebody in. */
    void tryNow();
  }

  static final int ATTEMPTS = 60;
  static final Duration WINDOW = Duration.ofMinutes(5);
  static final long SPACING_MS = 350;

  /** Whoever tries for all waits no longer than this after an attempt that failed. */
  static final long SCOUTING_MS = 10_000;

  private final RateWindow window = new RateWindow(ATTEMPTS, WINDOW);
  private final LinkedHashSet<Applicant> waiting = new LinkedHashSet<>();
  private @Nullable Applicant scout;
  private int turnedAway;
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

  /** Attempts that failed since the venue let somebody in. */
  int turnedAway() {
    return turnedAway;
  }

  /** An applicant was not let in: it hears when it is its turn, or when somebody was. */
  void turnAway(Applicant applicant) {
    turnedAway++;
    waiting.add(applicant);
    if (scout == null || scout.equals(applicant)) {
      next();
    }
  }

  private void next() {
    scout = waiting.isEmpty() ? null : waiting.removeFirst();
    if (scout != null) {
      scout.tryForAll(turnedAway);
    }
  }

  /** Somebody was let in: all others try now. */
  void letIn(Applicant applicant) {
    turnedAway = 0;
    if (scout != null) {
      waiting.add(scout);
      scout = null;
    }
    waiting.remove(applicant);
    List<Applicant> others = List.copyOf(waiting);
    waiting.clear();
    others.forEach(Applicant::tryNow);
  }

  /** It does not want to connect any more. */
  void leave(Applicant applicant) {
    waiting.remove(applicant);
    if (applicant.equals(scout)) {
      next();
    }
  }
}
