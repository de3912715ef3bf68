package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Candles;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.wire.DocumentKey;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/** Candle documents for the chart. */
final class CandleSamples {
  private static final int MINUTES = 120;
  private static final int GAP_START = 60;
  private static final int GAP_END = 70;

  private CandleSamples() {}

  /** Two hours of minute bars that end with the open one; ten minutes are missing and named. */
  static Document<Candles> withOneGap(Instant now) {
    Instant start = now.truncatedTo(ChronoUnit.MINUTES).minus(MINUTES, ChronoUnit.MINUTES);
    List<Candles.Bar> bars =
        IntStream.rangeClosed(0, MINUTES)
            .filter(i -> i < GAP_START || i >= GAP_END)
            .mapToObj(i -> bar(start.plus(i, ChronoUnit.MINUTES), i, i < MINUTES))
            .toList();
    Candles.Gap gap =
        new Candles.Gap(
            start.plus(GAP_START, ChronoUnit.MINUTES), start.plus(GAP_END, ChronoUnit.MINUTES));
    Candles candles = new Candles(new Symbol("BTCUSDT"), Samples.VENUE, "1m", bars, List.of(gap));
    DocumentKey key = new DocumentKey("candles/BTCUSDT");
    return new Document<>(candles, Samples.meta(key, now, Source.LIVE));
  }

  private static Candles.Bar bar(Instant time, int i, boolean closed) {
    double middle = 67_000 + 200 * Math.sin(i / 9.0);
    BigDecimal open = decimal(middle);
    BigDecimal close = decimal(middle + 60 * Math.cos(i));
    return new Candles.Bar(
        time,
        open,
        decimal(middle + 90),
        decimal(middle - 90),
        close,
        BigDecimal.TEN,
        null,
        null,
        null,
        closed,
        false);
  }

  private static BigDecimal decimal(double value) {
    return BigDecimal.valueOf(value).setScale(2, RoundingMode.HALF_EVEN);
  }
}
