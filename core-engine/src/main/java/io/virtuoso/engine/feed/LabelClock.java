package io.virtuoso.engine.feed;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What time it is, for everything that is labelled with a time and is no market event: this
 * machine's clock as long as it can be right, else the exchanges' clock, carried on by the
 * monotonic one. Somebody who sets this machine's clock, while it runs or before, does not change
 * what is told.
 *
 * <p>An exchange's stamp may be old, for frames wait and feeds freeze, but it is never from the
 * future. So stamps prove at once that a clock is behind, and that it is ahead only at the start,
 * when nothing else is known.
 *
 * <p>Thread-safe.
 */
public final class LabelClock {
  /** So far apart two clocks still agree, ms. */
  static final double AGREE_MS = VenueReport.WARNING_MS;

  /** By so much a second it is drawn back to stamps that are older than it says, ms. */
  private static final double BACK_MS_PER_S = 1;

  private final LongSupplier wallMs;
  private final LongSupplier monotonicMs;
  private final Map<String, ClockOffset> venues = new ConcurrentHashMap<>();

  /** Each exchange's clock less the monotonic one, ascending, ms. */
  private double[] told = new double[0];

  /** This clock less the monotonic one, ms. */
  private double ahead;

  private long readAtMs;
  private boolean proven;

  /**
   * A clock that believes the wall clock until exchanges tell.
   *
   * @param wallMs ms since the epoch; may be wrong, and jump
   * @param monotonicMs ms since some moment; does neither
   */
  public LabelClock(LongSupplier wallMs, LongSupplier monotonicMs) {
    this.wallMs = wallMs;
    this.monotonicMs = monotonicMs;
  }

  /** With the clocks of this machine. */
  public static LabelClock ofThisMachine() {
    return new LabelClock(
        System::currentTimeMillis, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
  }

  /**
   * A live event came in.
   *
   * @param arrivedMs monotonic clock, ms
   * @param eventMs exchange clock, ms since the epoch
   */
  public void sample(String venue, long arrivedMs, long eventMs) {
    ClockOffset offset = venues.get(venue);
    if (offset == null) {
      offset = venues.computeIfAbsent(venue, _ -> new ClockOffset(arrivedMs));
    }
    offset.sample(arrivedMs, eventMs);
  }

  /** Takes in what was sampled. Called once a second or so. */
  public void turn() {
    long nowMs = monotonicMs.getAsLong();
    venues.values().forEach(venue -> venue.turn(nowMs));
    double[] now =
        venues.values().stream()
            .mapToDouble(ClockOffset::millis)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    synchronized (this) {
      told = now;
      var _ = millis();
    }
  }

  /** Ms since the epoch. Goes back only when it turns out to have been ahead. */
  public synchronized long millis() {
    long nowMs = monotonicMs.getAsLong();
    double wall = (double) wallMs.getAsLong() - nowMs;
    double middle = told.length == 0 ? Double.NaN : told[(told.length - 1) / 2];
    if (Arrays.stream(told).anyMatch(each -> agree(each, wall))) {
      ahead = wall;
    } else if (told.length > 0 && (!proven || middle > ahead + AGREE_MS)) {
      ahead = middle;
    } else if (!proven || agree(wall, ahead)) {
      ahead = wall; // exchanges are silent, late or frozen, and nobody has set it
    } else if (middle >= ahead) {
      ahead = middle; // the stamps before had been under way for longer
    } else if (middle < ahead) {
      ahead = Math.max(middle, ahead - (nowMs - readAtMs) / 1e3 * BACK_MS_PER_S);
    }
    proven |= told.length > 0;
    readAtMs = nowMs;
    return nowMs + Math.round(ahead);
  }

  private static boolean agree(double one, double other) {
    return Math.abs(one - other) <= AGREE_MS;
  }

  /** Whether some exchange has told the time. */
  public synchronized boolean isProven() {
    return proven;
  }

  /** This machine's clock less that of a venue, the shortest way included, ms; NaN if not known. */
  public double offsetMs(String venue) {
    ClockOffset offset = venues.get(venue);
    return offset == null
        ? Double.NaN
        : (double) wallMs.getAsLong() - monotonicMs.getAsLong() - offset.millis();
  }
}
