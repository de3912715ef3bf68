package io.virtuoso.engine.measure.indicator;

import io.virtuoso.engine.market.candle.BarView;

/** SMA5 minus SMA34 of the middle of each bar, in quote currency. */
public final class AwesomeOscillator implements BarIndicator {
  private final Sma fast = new Sma(5);
  private final Sma slow = new Sma(34);

  @Override
  public double update(BarView closed) {
    fast.update(middle(closed));
    slow.update(middle(closed));
    return value();
  }

  @Override
  public double peek(BarView open) {
    return fast.peek(middle(open)) - slow.peek(middle(open));
  }

  @Override
  public double value() {
    return fast.value() - slow.value();
  }

  private static double middle(BarView bar) {
    return (bar.high() + bar.low()) / 2;
  }
}
