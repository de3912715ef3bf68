package io.virtuoso.model.document;

import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code candles/{symbol}/{interval}}: bars in time order with the holes named.
 *
 * @param interval {@code Interval.code}
 * @param bars oldest first; the last one is open when {@code closed} is false
 * @param gaps stretches for which no bar is known, oldest first: between the bars, and at the ends
 *     of a range that was asked for by both its bounds and is over
 */
public record Candles(
    Symbol symbol, String venue, String interval, List<Bar> bars, List<Gap> gaps) {
  public Candles {
    bars = List.copyOf(bars);
    gaps = List.copyOf(gaps);
  }

  /**
   * One candle.
   *
   * @param openTime UTC, aligned to the interval
   * @param volume base currency
   * @param quoteVolume quote currency; null where the source does not tell
   * @param takerBuyVolume base currency bought by takers; null where the source does not tell
   * @param trades number of trades; null where the source does not tell
   * @param closed whether its time is over
   * @param partial whether trades of it are known to be missing, as at the edge of a feed's gap;
   *     what the exchange states of it later takes its place
   */
  public record Bar(
      Instant openTime,
      BigDecimal open,
      BigDecimal high,
      BigDecimal low,
      BigDecimal close,
      BigDecimal volume,
      @Nullable BigDecimal quoteVolume,
      @Nullable BigDecimal takerBuyVolume,
      @Nullable Long trades,
      boolean closed,
      boolean partial) {}

  /** No bar is known from {@code from} (inclusive) to {@code to} (exclusive). */
  public record Gap(Instant from, Instant to) {}
}
