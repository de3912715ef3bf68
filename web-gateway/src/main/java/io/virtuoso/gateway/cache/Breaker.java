package io.virtuoso.gateway.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps a failing tier from being asked: opens after some failures in a row, then lets one caller
 * through per pause until one succeeds. Thread-safe.
 */
public final class Breaker {
  /** Whether callers are let through. */
  public enum State {
    CLOSED,
    OPEN,
    /** One caller is trying. */
    HALF_OPEN;

    /** The name in reports. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Ticker ticker;
  private final int threshold;
  private final long pauseNanos;
  private State state = State.CLOSED;
  private int failures;
  private long nextProbe;

  public Breaker(Ticker ticker, int threshold, Duration pause) {
    this.ticker = ticker;
    this.threshold = threshold;
    this.pauseNanos = pause.toNanos();
  }

  /** Whether the caller may go on; it then has to tell how it went. */
  public synchronized boolean permits() {
    if (state == State.CLOSED) {
      return true;
    }
    long now = ticker.read();
    if (now - nextProbe < 0) {
      return false;
    }
    state = State.HALF_OPEN;
    scheduleProbe(now); // a probe that never reports must not close the door for ever
    return true;
  }

  public synchronized void succeeded() {
    state = State.CLOSED;
    failures = 0;
  }

  public synchronized void failed() {
    failures++;
    if (state == State.HALF_OPEN || (state == State.CLOSED && failures >= threshold)) {
      state = State.OPEN;
      scheduleProbe(ticker.read());
    }
  }

  public synchronized State state() {
    return state;
  }

  private void scheduleProbe(long now) {
    long jitter = ThreadLocalRandom.current().nextLong(pauseNanos / 5 + 1);
    nextProbe = now + pauseNanos - pauseNanos / 10 + jitter;
  }
}
