package io.virtuoso.engine.measure.confluence;

import io.virtuoso.model.Dimension;
import java.util.Arrays;

/**
 * The contributions of the last quarter of an hour, the first reading of each minute of event time;
 * what the largest movers are found in. Allocates nothing after construction.
 */
public final class RecentContributions {
  private static final long MINUTE_MS = 60_000;
  private static final int MINUTES = 16;

  private final long[] minutes = new long[MINUTES];
  private final double[] scores = new double[MINUTES];
  private final double[] contributions = new double[MINUTES * ConfluenceReading.DIMENSIONS];
  private long newest = -1;

  public RecentContributions() {
    Arrays.fill(minutes, -1);
  }

  /** Keeps the reading if it is the first of its minute and has a score. */
  public void remember(ConfluenceReading reading) {
    long minute = reading.nowMs() / MINUTE_MS;
    if (minute <= newest || !reading.hasScore()) {
      return;
    }
    newest = minute;
    int slot = (int) (minute % MINUTES);
    minutes[slot] = minute;
    scores[slot] = reading.score();
    System.arraycopy(
        reading.contribution,
        0,
        contributions,
        slot * ConfluenceReading.DIMENSIONS,
        ConfluenceReading.DIMENSIONS);
  }

  /** Whether a score of 15 min before {@code nowMs} is known. */
  public boolean known(long nowMs) {
    long minute = minute(nowMs);
    return minute >= 0 && minutes[(int) (minute % MINUTES)] == minute;
  }

  /** The score 15 min before {@code nowMs}; NaN when it is not known. */
  public double score(long nowMs) {
    return known(nowMs) ? scores[(int) (minute(nowMs) % MINUTES)] : Double.NaN;
  }

  /** The dimension's points 15 min before {@code nowMs}; NaN when it was absent. */
  public double contribution(long nowMs, Dimension dimension) {
    return known(nowMs)
        ? contributions[
            (int) (minute(nowMs) % MINUTES) * ConfluenceReading.DIMENSIONS
                + ConfluenceReading.slot(dimension)]
        : Double.NaN;
  }

  private static long minute(long nowMs) {
    return nowMs / MINUTE_MS - (MINUTES - 1);
  }
}
