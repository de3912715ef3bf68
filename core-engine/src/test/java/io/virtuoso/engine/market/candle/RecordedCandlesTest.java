package io.virtuoso.engine.market.candle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.market.Recorded;
import io.virtuoso.engine.market.flow.TradeSequence;
import io.virtuoso.model.Interval;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bars from recorded trades against bars that an independent program made of them. */
class RecordedCandlesTest {
  @ParameterizedTest
  @ValueSource(strings = {"binance-spot", "binance-usdm"})
  void minuteBarsAreExact(String venue) {
    JsonNode expected = Recorded.expected(venue + "/btcusdt.expected.json").get("trades");
    Instrument instrument = Recorded.instrument(venue, "BTCUSDT");
    List<Long> told = new ArrayList<>();
    Candles candles =
        new Candles(
            instrument,
            (interval, bar) -> {
              if (interval == Interval.ONE_MINUTE) {
                told.add(bar.openTimeMs());
              }
            });
    TradeSequence sequence = new TradeSequence();

    for (String line : Recorded.lines(venue + "/btcusdt_depth-trade-bookTicker_20240808.tape.gz")) {
      boolean trade = line.contains("\"e\":\"trade\"");
      if (!trade && !line.contains("depthUpdate")) {
        continue;
      }
      JsonNode data = Recorded.json(line.substring(line.indexOf(' ') + 1)).get("data");
      if (trade) {
        assertThat(sequence.accept(data.get("t").asLong())).isEqualTo(TradeSequence.Verdict.NEXT);
        long ticks = Recorded.ticks(instrument, data.get("p").asText());
        long lots = Recorded.lots(instrument, data.get("q").asText());
        candles.onTrade(data.get("T").asLong(), ticks, lots, !data.get("m").asBoolean());
      }
      candles.advance(data.get("E").asLong());
    }

    JsonNode bars = expected.get("bars1m");
    List<Bar> built = candles.bars(Interval.ONE_MINUTE, 0, Long.MAX_VALUE, 1_000).bars();
    assertThat(built).hasSameSizeAs(bars);
    for (int i = 0; i < built.size(); i++) {
      Bar bar = built.get(i);
      JsonNode wanted = bars.get(i);
      assertThat(bar.openTimeMs()).isEqualTo(wanted.get("openTime").asLong());
      assertThat(bar.exactOpen()).isEqualByComparingTo(wanted.get("open").asText());
      assertThat(bar.exactHigh()).isEqualByComparingTo(wanted.get("high").asText());
      assertThat(bar.exactLow()).isEqualByComparingTo(wanted.get("low").asText());
      assertThat(bar.exactClose()).isEqualByComparingTo(wanted.get("close").asText());
      assertThat(bar.exactVolume()).isEqualByComparingTo(wanted.get("volume").asText());
      assertThat(bar.exactQuoteVolume()).isEqualByComparingTo(wanted.get("quoteVolume").asText());
      assertThat(bar.trades()).isEqualTo(wanted.get("trades").asLong());
      assertThat(bar.isPartial()).isEqualTo(i == 0);
    }
    assertThat(candles.counts().late() + candles.counts().refused()).isZero();
    assertThat(told).hasSize(candles.size(Interval.ONE_MINUTE)).isSorted();
    assertThat(sequence.lastId()).isEqualTo(expected.get("lastTradeId").asLong());
  }

  @Test
  void fiveMinuteBarsRollUpFromThreeDaysOfTrades() {
    Instrument instrument = Recorded.instrument("bitstamp", "BTCUSD");
    List<String> built = new ArrayList<>();
    Candles candles =
        new Candles(
            instrument,
            (interval, bar) -> {
              if (interval == Interval.FIVE_MINUTES && bar.volume() > 0 && bar instanceof Bar b) {
                built.add(text(b));
              }
            });

    List<String> trades = Recorded.lines("trades/bitstamp_btcusd_20131125_part1.csv.gz");
    for (String line : trades.subList(1, trades.size())) {
      List<String> fields = List.of(line.split(",", -1));
      long ticks = Recorded.ticks(instrument, fields.get(1));
      long lots = Recorded.lots(instrument, fields.get(2));
      candles.onTrade(Long.parseLong(fields.get(0)) * 1_000, ticks, lots, true);
    }
    BarView last = candles.open(Interval.FIVE_MINUTES);
    if (last instanceof Bar bar) {
      built.add(text(bar));
    }

    List<String> expected = Recorded.lines("trades/bitstamp_btcusd_20131125_part1.expected_5m.csv");
    assertThat(built).isEqualTo(expected.subList(1, expected.size()));
    assertThat(candles.counts().late()).isZero();
  }

  private static String text(Bar bar) {
    return String.join(
        ",",
        Long.toString(bar.openTimeMs()),
        Recorded.plain(bar.exactOpen().toPlainString()).toPlainString(),
        Recorded.plain(bar.exactHigh().toPlainString()).toPlainString(),
        Recorded.plain(bar.exactLow().toPlainString()).toPlainString(),
        Recorded.plain(bar.exactClose().toPlainString()).toPlainString(),
        Recorded.plain(bar.exactVolume().toPlainString()).toPlainString(),
        Long.toString(bar.trades()));
  }
}
