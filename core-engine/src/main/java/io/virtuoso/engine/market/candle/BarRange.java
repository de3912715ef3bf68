package io.virtuoso.engine.market.candle;

import java.util.List;

/**
 * Bars of a stretch of time, copied, with the holes in it.
 *
 * @param bars oldest first; the last one may be open
 * @param gaps oldest first; stretches between two of the bars for which no bar is known, and the
 *     ends of a stretch that is over
 */
public record BarRange(List<Bar> bars, List<Gap> gaps) {
  public BarRange {
    bars = List.copyOf(bars);
    gaps = List.copyOf(gaps);
  }

  /**
   * A hole.
   *
   * @param fromMs inclusive, exchange clock, ms since the epoch
   * @param toMs exclusive
   */
  public record Gap(long fromMs, long toMs) {}
}
