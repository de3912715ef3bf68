package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * The volume-weighted mean of the typical price since the UTC day began, and the volume-weighted
 * standard deviation around it, both in quote currency. The accessors answer for the bar last given
 * to {@link #look} or {@link #update}.
 */
public final class SessionVwap {
  private static final long DAY_MS = 86_400_000;

  private final long barMs;
  private final Session closed = new Session();
  private final Session seen = new Session();

  /**
   * @param barMs length of a bar, ms
   */
  public SessionVwap(long barMs) {
    this.barMs = barMs;
  }

  /** Keeps a closed bar. */
  public void update(BarView bar) {
    if (Bars.hasVolume(bar)) {
      closed.add(bar);
    }
    look(null);
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    seen.copy(closed);
    if (open != null && Bars.hasVolume(open)) {
      seen.add(open);
    }
  }

  /** Quote currency; NaN while the session has no volume. */
  public double vwap() {
    return seen.weight > 0 ? seen.mean : Double.NaN;
  }

  /** Quote currency; NaN while the session has no volume. */
  public double deviation() {
    return seen.weight > 0 ? Math.sqrt(seen.squares / seen.weight) : Double.NaN;
  }

  /** Bars of this session. */
  public int bars() {
    return seen.bars;
  }

  /** The share of the session so far that was seen, 0 to 1: below 1 after a start within it. */
  public double covered() {
    double elapsed = Math.floorMod(seen.lastOpenMs, DAY_MS) + barMs;
    return seen.bars == 0 ? Double.NaN : (seen.lastOpenMs - seen.firstOpenMs + barMs) / elapsed;
  }

  /** The sums of one UTC day. */
  private static final class Session {
    private long day = Long.MIN_VALUE;
    private long firstOpenMs;
    private long lastOpenMs;
    private int bars;
    private double weight;
    private double mean;
    private double squares;

    void add(BarView bar) {
      long barDay = Math.floorDiv(bar.openTimeMs(), DAY_MS);
      if (barDay != day) {
        day = barDay;
        firstOpenMs = bar.openTimeMs();
        bars = 0;
        weight = 0;
        mean = 0;
        squares = 0;
      }
      bars++;
      lastOpenMs = bar.openTimeMs();
      weight += bar.volume();
      if (bar.volume() > 0) {
        double price = Bars.typicalPrice(bar);
        double offset = price - mean;
        mean += offset * (bar.volume() / weight);
        squares += bar.volume() * offset * (price - mean);
      }
    }

    void copy(Session other) {
      day = other.day;
      firstOpenMs = other.firstOpenMs;
      lastOpenMs = other.lastOpenMs;
      bars = other.bars;
      weight = other.weight;
      mean = other.mean;
      squares = other.squares;
    }
  }
}
