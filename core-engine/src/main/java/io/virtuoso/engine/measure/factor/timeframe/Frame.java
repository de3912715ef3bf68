package io.virtuoso.engine.measure.factor.timeframe;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.indicator.Atr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bars of one timeframe as its measures see them: ATR, current price, and how many there were.
 */
public final class Frame {
  private static final int ATR_PERIOD = 14;

  /** An ATR below this share of the price is what rounding leaves of a market that stands still. */
  private static final double STILL = 1e-9;

  /** Beyond what any market quotes; keeps squares and sums far from overflow. */
  private static final double MAX_PRICE = 1e15;

  private static final double MAX_VOLUME = 1e24;

  private final Timeframe timeframe;
  private final List<Measure> measures = new ArrayList<>();
  private final Atr wilder = new Atr(ATR_PERIOD);
  private int bars;
  private long lastOpenMs = Long.MIN_VALUE;
  private double lastClose = Double.NaN;
  private double price = Double.NaN;
  private double atr = Double.NaN;
  private double atrBefore = Double.NaN;
  private long inputTimeMs = Long.MIN_VALUE;
  private boolean openSeen;

  public Frame(Timeframe timeframe) {
    this.timeframe = timeframe;
  }

  /** Has the measure fed from now on. */
  public <M extends Measure> M feed(M measure) {
    measures.add(measure);
    return measure;
  }

  /**
   * Keeps a closed bar.
   *
   * @return false where it is dropped: not a sound bar, or not newer than the last one
   */
  public boolean close(BarView bar) {
    if (!isSound(bar) || bar.openTimeMs() <= lastOpenMs) {
      return false;
    }
    atrBefore = wilder.value();
    atr = wilder.update(bar);
    lastOpenMs = bar.openTimeMs();
    lastClose = bar.close();
    price = lastClose;
    bars = Math.min(bars + 1, Integer.MAX_VALUE - 1);
    inputTimeMs = lastOpenMs + timeframe.interval().millis();
    openSeen = false;
    for (int i = 0; i < measures.size(); i++) {
      measures.get(i).close(bar);
    }
    return true;
  }

  /** The bar in progress, where there is one that can be used. */
  public @Nullable BarView usable(@Nullable BarView open) {
    return open != null && isSound(open) && open.openTimeMs() > lastOpenMs ? open : null;
  }

  /**
   * Has all measures answer from now on as if this bar closed now, or from the closed bars alone.
   *
   * @param open a {@link #usable} bar or null
   * @param currentPrice the symbol's price now, in quote currency
   * @param nowMs the symbol's newest event time, ms
   */
  public void look(@Nullable BarView open, double currentPrice, long nowMs) {
    price = currentPrice;
    openSeen = open != null;
    if (open == null) {
      atr = wilder.value();
      inputTimeMs = bars == 0 ? Long.MIN_VALUE : lastOpenMs + timeframe.interval().millis();
    } else {
      atrBefore = wilder.value();
      atr = wilder.peek(open);
      inputTimeMs = Math.min(nowMs, open.openTimeMs() + timeframe.interval().millis());
    }
    for (int i = 0; i < measures.size(); i++) {
      measures.get(i).look(open);
    }
  }

  public Timeframe timeframe() {
    return timeframe;
  }

  /** Closed bars so far. */
  public int bars() {
    return bars;
  }

  /** Bars so far, with the one in progress where there is one. */
  public int barsSeen() {
    return openSeen ? bars + 1 : bars;
  }

  public boolean isWarm() {
    return bars >= timeframe.barsNeeded();
  }

  /** The last closed bar's close, in quote currency, or NaN. */
  public double lastClose() {
    return lastClose;
  }

  /** Current price, in quote currency. */
  public double price() {
    return price;
  }

  /** Wilder's ATR with the bar that is looked at, in quote currency; NaN until warm. */
  public double atr() {
    return atr;
  }

  /** Wilder's ATR without the bar that is looked at, in quote currency; NaN until warm. */
  public double atrBefore() {
    return atrBefore;
  }

  /** A price difference in ATR; 0 in a market that stands still, which has no distances. */
  public double inAtr(double difference) {
    return isStill() ? 0 : difference / atr;
  }

  /** Whether the ATR is so small that nothing can be measured in it. */
  public boolean isStill() {
    return atr <= STILL * Math.abs(price);
  }

  /** The newest input's event time, ms: now for a bar in progress, else the last bar's end. */
  public long inputTimeMs() {
    return inputTimeMs;
  }

  private static boolean isSound(BarView bar) {
    return bar.low() > 0
        && bar.low() <= Math.min(bar.open(), bar.close())
        && bar.high() >= Math.max(bar.open(), bar.close())
        && bar.high() <= MAX_PRICE
        && bar.volume() >= 0
        && bar.volume() <= MAX_VOLUME;
  }
}
