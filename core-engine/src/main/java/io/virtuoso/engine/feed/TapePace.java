package io.virtuoso.engine.feed;

import io.virtuoso.engine.inbound.tape.TapeReader;
import java.util.concurrent.TimeUnit;

/** Plays a tape at a multiple of the speed at which it was recorded. */
public final class TapePace {
  private static final long SOON_NANOS = 1_000_000;

  private final double speed;
  private long tapeStart = TapeReader.UNKNOWN_TIME;
  private long wallStart;

  /**
   * A pace.
   *
   * @param speed multiple of real time; infinite never waits
   */
  public TapePace(double speed) {
    this.speed = speed;
  }

  /** Waits until a frame received at that time is due; frames without a time are due at once. */
  public void await(long receivedAtNanos) throws InterruptedException {
    if (speed == Double.POSITIVE_INFINITY || receivedAtNanos == TapeReader.UNKNOWN_TIME) {
      return;
    }
    if (tapeStart == TapeReader.UNKNOWN_TIME) {
      tapeStart = receivedAtNanos;
      wallStart = System.nanoTime();
    }
    long due = wallStart + (long) ((receivedAtNanos - tapeStart) / speed);
    long wait = due - System.nanoTime();
    if (wait > SOON_NANOS) {
      TimeUnit.NANOSECONDS.sleep(wait);
    }
  }
}
