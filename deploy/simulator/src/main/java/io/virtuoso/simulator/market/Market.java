package io.virtuoso.simulator.market;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * All symbols, moved in steps of equal length. The same seed, instruments, start and rate give the
 * same market for the same number of steps; no clock is read.
 *
 * <p>Not thread-safe.
 */
public final class Market {
  /** Market time per step, in ms. */
  public static final int STEP_MILLIS = 20;

  /** Steps per second of market time. */
  public static final int STEPS_PER_SECOND = 1_000 / STEP_MILLIS;

  private static final double FACTOR_DEVIATION = 0.022;

  private final long start;
  private final PriceProcess factor;
  private final List<SymbolMarket> symbols;
  private final Map<String, SymbolMarket> bySymbol = new HashMap<>();
  private long steps;

  /**
   * @param start market time at step 0, ms since 1970
   * @param rate multiplies how much happens per second; 1 is plausible
   */
  public Market(long seed, List<Instrument> instruments, long start, double rate) {
    this.start = start;
    factor = new PriceProcess(0, FACTOR_DEVIATION, new SplittableRandom(seed));
    List<SymbolMarket> list = new ArrayList<>();
    for (Instrument instrument : instruments) {
      SymbolMarket symbol = new SymbolMarket(instrument, list.size(), seed, rate);
      list.add(symbol);
      bySymbol.put(instrument.symbol(), symbol);
    }
    symbols = List.copyOf(list);
    History.write(start, factor, symbols);
    for (SymbolMarket symbol : symbols) {
      symbol.open();
    }
  }

  /** Lets {@link #STEP_MILLIS} of market time pass. */
  public void step(MarketListener listener) {
    steps++;
    double seconds = STEP_MILLIS / 1_000.0;
    boolean second = steps % STEPS_PER_SECOND == 0;
    if (second) {
      factor.adapt(1);
    }
    double factorReturn = factor.move(seconds, 0);
    long now = now();
    for (SymbolMarket symbol : symbols) {
      symbol.roll(now, listener);
      if (second) {
        symbol.second(now, factor.flow(), listener);
      }
      symbol.step(seconds, factorReturn, listener);
    }
  }

  /** Market time, ms since 1970. */
  public long now() {
    return start + steps * STEP_MILLIS;
  }

  /** Steps so far. */
  public long steps() {
    return steps;
  }

  public List<SymbolMarket> symbols() {
    return symbols;
  }

  public @Nullable SymbolMarket find(String symbol) {
    return bySymbol.get(symbol);
  }
}
