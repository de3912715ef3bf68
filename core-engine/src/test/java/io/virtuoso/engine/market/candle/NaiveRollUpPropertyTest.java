package io.virtuoso.engine.market.candle;

import static org.assertj.core.api.Assertions.assertThat;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Candles against a batch program that has all trades before it. */
class NaiveRollUpPropertyTest {
  private static final long START = 1_700_006_400_000L;

  private record Trade(long timeMs, BigDecimal price, BigDecimal quantity, boolean takerBuy) {}

  @Property(tries = 60)
  void streamingAgreesWithTheBatch(@ForAll long seed) {
    Random random = new Random(seed);
    Instrument instrument = new Instrument("binance-spot", "BTCUSDT", new Symbol("BTCUSDT"), 1, 1);
    Map<Interval, List<String>> streamed = new EnumMap<>(Interval.class);
    Candles candles =
        new Candles(
            instrument,
            (interval, bar) -> {
              if (bar instanceof Bar exact) {
                streamed.computeIfAbsent(interval, _ -> new ArrayList<>()).add(text(exact));
              }
            });
    candles.advance(START - 1);
    List<Trade> trades = new ArrayList<>();
    long time = START;
    long pace = 1L + random.nextInt(200_000);
    for (int i = 0; i < 1_500; i++) {
      if (i == 700) {
        instrument.needPriceScale(3);
        instrument.needQuantityScale(4);
      }
      long ticks = 1_000L + random.nextInt(500);
      long lots = 1L + random.nextInt(1_000);
      boolean buy = random.nextBoolean();
      trades.add(new Trade(time, instrument.price(ticks), instrument.quantity(lots), buy));
      candles.onTrade(time, ticks, lots, buy);
      if (random.nextInt(4) == 0) {
        candles.advance(time);
      }
      time += (long) (random.nextDouble() * pace);
    }
    long end = Interval.FOUR_HOURS.openTime(time) + Interval.FOUR_HOURS.millis();
    candles.advance(end + MinuteBars.GRACE_MS);

    for (Interval interval : Interval.values()) {
      assertThat(streamed.get(interval))
          .as(interval.code())
          .isEqualTo(batch(trades, interval, end));
    }
    assertThat(candles.counts().late() + candles.counts().refused()).isZero();
  }

  private static List<String> batch(List<Trade> trades, Interval interval, long end) {
    TreeMap<Long, List<Trade>> buckets = new TreeMap<>();
    for (Trade trade : trades) {
      buckets.computeIfAbsent(interval.openTime(trade.timeMs()), _ -> new ArrayList<>()).add(trade);
    }
    List<String> bars = new ArrayList<>();
    BigDecimal close = trades.get(0).price();
    for (long open = START; open < end; open += interval.millis()) {
      BigDecimal high = null;
      BigDecimal low = null;
      BigDecimal first = null;
      BigDecimal volume = BigDecimal.ZERO;
      BigDecimal buys = BigDecimal.ZERO;
      BigDecimal quote = BigDecimal.ZERO;
      List<Trade> bucket = buckets.getOrDefault(open, List.of());
      BigDecimal previous = close;
      if (bucket.isEmpty()) {
        first = previous;
        high = previous;
        low = previous;
      }
      for (Trade trade : bucket) {
        first = first == null ? trade.price() : first;
        high = high == null ? trade.price() : high.max(trade.price());
        low = low == null ? trade.price() : low.min(trade.price());
        close = trade.price();
        volume = volume.add(trade.quantity());
        buys = trade.takerBuy() ? buys.add(trade.quantity()) : buys;
        quote = quote.add(trade.quantity().multiply(trade.price()));
      }
      bars.add(text(open, first, high, low, close, volume, buys, quote) + " " + bucket.size());
    }
    return bars;
  }

  private static String text(Bar bar) {
    return text(
            bar.openTimeMs(),
            bar.exactOpen(),
            bar.exactHigh(),
            bar.exactLow(),
            bar.exactClose(),
            bar.exactVolume(),
            bar.exactTakerBuyVolume(),
            bar.exactQuoteVolume())
        + " "
        + bar.trades();
  }

  private static String text(long open, @org.jspecify.annotations.Nullable BigDecimal... numbers) {
    StringBuilder text = new StringBuilder(Long.toString(open));
    for (BigDecimal number : numbers) {
      text.append(' ').append(number == null ? "-" : number.stripTrailingZeros().toPlainString());
    }
    return text.toString();
  }
}
