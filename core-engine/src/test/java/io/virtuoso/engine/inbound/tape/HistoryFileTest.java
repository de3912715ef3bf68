package io.virtuoso.engine.inbound.tape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.inbound.exchange.RecordingListener;
import io.virtuoso.engine.inbound.exchange.RecordingListener.Bar;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryFileTest {
  @TempDir Path folder;

  private final Instrument instrument =
      new Instrument("binance-spot", "BTCUSDT", new Symbol("BTCUSDT"), 0, 0);
  private final RecordingListener listener = new RecordingListener();

  private long read(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("history.csv"), content);
    return HistoryFile.read(file, instrument, listener);
  }

  private static Bar bar(long openTime, List<String> prices, String volume) {
    return new Bar(
        "BTCUSDT", Interval.ONE_MINUTE, openTime, prices, volume, "", Double.NaN, -1, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "openTimeMs,open,high,low,close,volume,trades\n"})
  void candlesAreExactWithOrWithoutHeader(String header) throws IOException {
    long count =
        read(
            header
                + """
                1790000040000,46319.0,46385.5,46318,46377.25,1e-05,77
                1790000160000,46377.25,46377.25,46377.25,46377.25,0
                """);
    assertThat(count).isEqualTo(2);
    assertThat(listener.heard())
        .containsExactly(
            bar(1790000040000L, List.of("46319", "46385.5", "46318", "46377.25"), "0.00001"),
            bar(1790000160000L, List.of("46377.25", "46377.25", "46377.25", "46377.25"), "0"));
    assertThat(instrument.priceScale()).isEqualTo(2);
    assertThat(instrument.quantityScale()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1790000100000,1,1,1,1", // a column is missing
        "1790000100000,1,1,1,,5",
        "1790000100000,1,1,1,x,5",
        "1790000100000,1,1,1,NaN,5",
        "1790000100000,1,1,1,1,-5",
        "1790000100000,1,1,1,1,1e999999999",
        "1790000100000,1,1,1,1,123456789012345678901",
        "1790000100000,1,1,1,1,true",
        "1790000100000,1,1,1,1,[1",
        "1790000100000,1,2,1,3,5", // closes above its high
        "1790000100000,2,3,2.5,3,5", // opens below its low
        "1790000100000,0,0,0,0,5",
        "1790000100001,1,1,1,1,5", // between two minutes
        "1790000040000,1,1,1,1,5", // again
        "1789999980000,1,1,1,1,5", // backwards
        "openTimeMs,open,high,low,close,volume",
      })
  void damageIsNamedByItsLine(String line) {
    assertThatThrownBy(() -> read("1790000040000,1,1,1,1,5\n" + line + "\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("history.csv")
        .hasMessageContaining("line 2");
    assertThat(listener.heard()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "BTC-PERP_1m_20211231-20220119.csv",
    "UNITTEST-BTC_1m_20171104-20171114.csv",
    "BTC-USD_1m_bitfinex_20190329_jesse.csv"
  })
  void recordedHistories(String name) throws IOException {
    Path file = MarketData.file("candles/" + name);
    long lines;
    try (var all = Files.lines(file)) {
      lines = all.count();
    }
    assertThat(HistoryFile.read(file, instrument, listener)).isEqualTo(lines - 1);
    assertThat(listener.heard()).hasSize((int) lines - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "3.9161446499999997,3.91614465",
    "0.123456785,0.12345679",
    "0.000000000000000001,0",
    "102949891.41180000001,102949891.4118"
  })
  void binaryTailsOfVolumesAreRounded(String volume, String rounded) throws IOException {
    read("1790000040000,1,1,1,1," + volume + "\n1790000100000,1,1,1,1,102949891.4118\n");
    assertThat(listener.heard())
        .containsExactly(
            bar(1790000040000L, List.of("1", "1", "1", "1"), rounded),
            bar(1790000100000L, List.of("1", "1", "1", "1"), "102949891.4118"));
    assertThat(instrument.quantityScale()).isLessThanOrEqualTo(8);
  }

  @Test
  void emptyFileHasNoCandles() throws IOException {
    assertThat(read("")).isZero();
  }
}
