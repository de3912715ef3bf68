package io.virtuoso.simulator.market;

import java.util.List;

/**
 * The candles from before the exchange opened, drawn from the same processes that trade on: weeks
 * in half hours, the last day in minutes, and the minute that is already under way.
 */
final class History {
  private static final int COARSE_BARS = 400 * 8;
  private static final int FINE_BARS = 1_650;
  private static final double TAKER_LEAN = 0.25;

  private final long[] openTimes;
  private final double[] seconds;
  private final double[] factorReturns;
  private final double[] factorFlows;

  private History(long now, PriceProcess factor) {
    long minute = BarInterval.ONE_MINUTE.open(now);
    long fineStart = BarInterval.THIRTY_MINUTES.open(minute - FINE_BARS * 60_000L);
    int fine = (int) ((minute - fineStart) / 60_000L);
    long coarseStart = BarInterval.FOUR_HOURS.open(fineStart - COARSE_BARS * 1_800_000L);
    int coarse = (int) ((fineStart - coarseStart) / 1_800_000L);
    int count = coarse + fine + 1;
    openTimes = new long[count];
    seconds = new double[count];
    factorReturns = new double[count];
    factorFlows = new double[count];
    for (int i = 0; i < count; i++) {
      boolean half = i < coarse;
      openTimes[i] = half ? coarseStart + i * 1_800_000L : fineStart + (i - coarse) * 60_000L;
      seconds[i] = half ? 1_800 : 60;
    }
    seconds[count - 1] = (now - minute) / 1_000.0;
    for (int i = 0; i < count; i++) {
      factor.adapt(seconds[i]);
      factorReturns[i] = factor.move(seconds[i], 0);
      factorFlows[i] = factor.flow();
    }
    factor.rebase(factor.logPrice());
  }

  /** Writes the past of all symbols; afterwards each stands at its start price. */
  static void write(long now, PriceProcess factor, List<SymbolMarket> symbols) {
    History history = new History(now, factor);
    for (SymbolMarket symbol : symbols) {
      history.write(symbol);
    }
  }

  private void write(SymbolMarket symbol) {
    PriceProcess process = symbol.process();
    int count = openTimes.length;
    double[] ends = new double[count];
    double[] deviations = new double[count];
    double[] flows = new double[count];
    double[] volatilities = new double[count];
    double[] interest = new double[count];
    double[] longs = new double[count];
    for (int i = 0; i < count; i++) {
      process.adapt(seconds[i]);
      process.move(seconds[i], factorReturns[i]);
      symbol.shareFlow(factorFlows[i]);
      long end = openTimes[i] + Math.round(seconds[i] * 1_000);
      symbol.positioning().advance(end, seconds[i], process.logPrice(), symbol.flow());
      ends[i] = process.logPrice();
      deviations[i] = (process.deviation() + 0.02 / 294) * Math.sqrt(seconds[i]);
      flows[i] = symbol.flow();
      volatilities[i] = process.volatility();
      interest[i] = symbol.positioning().openInterest();
      longs[i] = symbol.positioning().longShare();
    }
    double shift = StrictMath.log(symbol.instrument().startPrice()) - ends[count - 1];
    process.rebase(ends[count - 1] + shift);
    symbol.positioning().rebase(shift);
    long previous = ticks(symbol, ends[0] + shift);
    for (BarInterval interval : BarInterval.values()) {
      symbol.series(interval).begin(openTimes[0], previous);
    }
    long tradeId = symbol.lastTradeId();
    for (int i = 0; i < count; i++) {
      double opening = i == 0 ? ends[0] : ends[i - 1];
      Bar bar =
          bar(
              symbol,
              i,
              opening + shift,
              ends[i] + shift,
              deviations[i],
              flows[i],
              volatilities[i],
              tradeId,
              interest[i],
              longs[i]);
      tradeId = Math.max(tradeId, bar.lastTradeId());
      for (BarInterval interval : BarInterval.values()) {
        BarSeries series = symbol.series(interval);
        if (seconds[i] * 1_000 <= interval.millis()) {
          if (series.currentTrades() == 0 && series.size() == 0) {
            series.begin(bar.openTime(), bar.open());
          }
          series.roll(bar.openTime(), _ -> {});
          series.absorb(bar);
        }
      }
    }
    symbol.continueFrom(tradeId);
  }

  private Bar bar(
      SymbolMarket symbol,
      int i,
      double from,
      double to,
      double deviation,
      double flow,
      double volatility,
      long tradeId,
      double openInterest,
      double longShare) {
    double high = bridge(symbol, from, to, deviation, 1);
    double low = bridge(symbol, from, to, deviation, -1);
    long open = ticks(symbol, from);
    long close = ticks(symbol, to);
    long highest = Math.max(ticks(symbol, high), Math.max(open, close));
    long lowest = Math.min(ticks(symbol, low), Math.min(open, close));
    double noise = StrictMath.exp(0.25 * symbol.random().nextGaussian() - 0.03);
    double trades =
        symbol.expectedTradesPerSecond() * seconds[i] * Math.min(4, 0.6 + 0.4 * volatility) * noise;
    long count = Math.round(trades);
    double mean =
        OrderFlow.MEDIAN_TRADE
            * StrictMath.exp(OrderFlow.TRADE_DISPERSION * OrderFlow.TRADE_DISPERSION / 2);
    double middle = (highest + lowest) / 2.0;
    double unit = symbol.instrument().tick() * symbol.instrument().lot();
    long volume = count == 0 ? 0 : Math.max(1, Math.round(count * mean / (middle * unit)));
    double surprise = deviation == 0 ? 0 : (to - from) / deviation;
    double share =
        Math.clamp(0.5 + TAKER_LEAN * StrictMath.tanh(flow) + 0.08 * surprise, 0.05, 0.95);
    long bought = Math.round(volume * share);
    return new Bar(
        openTimes[i],
        open,
        highest,
        lowest,
        close,
        volume,
        Math.round(volume * middle),
        bought,
        Math.round(bought * middle),
        count,
        count == 0 ? -1 : tradeId + 1,
        count == 0 ? -1 : tradeId + count,
        openInterest,
        longShare);
  }

  /** The extreme of a random walk that is known at both ends. */
  private static double bridge(
      SymbolMarket symbol, double from, double to, double deviation, int direction) {
    double change = to - from;
    double luck = -2 * deviation * deviation * StrictMath.log(1 - symbol.random().nextDouble());
    return (from + to + direction * Math.sqrt(change * change + luck)) / 2;
  }

  private static long ticks(SymbolMarket symbol, double logPrice) {
    return Math.round(StrictMath.exp(logPrice) / symbol.instrument().tick());
  }
}
