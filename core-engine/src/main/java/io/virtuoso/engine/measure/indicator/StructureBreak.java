package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;
import org.jspecify.annotations.Nullable;

/**
 * The last close beyond a swing: a break of structure in the direction of the break before it, a
 * change of character against it. A broken swing is spent; the next one must form first. A swing
 * can be broken from the bar after the one that confirms it. The accessors answer for the bar last
 * given to {@link #look} or {@link #update}.
 */
public final class StructureBreak {
  private final Swings swings;
  private double swingHigh = Double.NaN;
  private double swingLow = Double.NaN;
  private final Break closed = new Break();
  private final Break seen = new Break();

  /**
   * @param window bars of the swing window, odd
   */
  public StructureBreak(int window) {
    swings = new Swings(window);
  }

  /** Keeps a closed bar. */
  public void update(BarView bar) {
    if (Bars.isFinite(bar)) {
      closed.advance(bar.close(), swingHigh, swingLow);
      swingHigh = bar.close() > swingHigh ? Double.NaN : swingHigh;
      swingLow = bar.close() < swingLow ? Double.NaN : swingLow;
      swingHigh = newer(swings.confirmedHigh(bar), swingHigh);
      swingLow = newer(swings.confirmedLow(bar), swingLow);
      swings.update(bar);
    }
    look(null);
  }

  /** Answers as if this bar closed now, or from the closed bars alone; keeps nothing. */
  public void look(@Nullable BarView open) {
    seen.copy(closed);
    if (open != null && Bars.isFinite(open)) {
      seen.advance(open.close(), swingHigh, swingLow);
    }
  }

  /** +1 after a break upwards, −1 downwards, 0 while there was none. */
  public int direction() {
    return seen.direction;
  }

  /** Bars since the break, 0 for the bar that broke; counts from the start while there was none. */
  public int age() {
    return seen.age;
  }

  /** The price of the broken swing, in quote currency, or NaN. */
  public double level() {
    return seen.level;
  }

  /** Whether the last break went against the one before it. */
  public boolean isChangeOfCharacter() {
    return seen.changed;
  }

  private static double newer(double confirmed, double known) {
    return Double.isNaN(confirmed) ? known : confirmed;
  }

  /** The last break and its age. */
  private static final class Break {
    private int direction;
    private int age;
    private double level = Double.NaN;
    private boolean changed;

    void advance(double close, double swingHigh, double swingLow) {
      age = Math.min(age + 1, Integer.MAX_VALUE - 1);
      if (close > swingHigh) {
        set(1, swingHigh);
      } else if (close < swingLow) {
        set(-1, swingLow);
      }
    }

    private void set(int newDirection, double brokenLevel) {
      changed = direction == -newDirection;
      direction = newDirection;
      level = brokenLevel;
      age = 0;
    }

    void copy(Break other) {
      direction = other.direction;
      age = other.age;
      level = other.level;
      changed = other.changed;
    }
  }
}
