package io.virtuoso.engine.inbound.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Symbol;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstrumentTableTest {
  private static Instrument listed(String nativeName, String symbol) {
    return new Instrument("bybit-linear", nativeName, new Symbol(symbol), 2, 3);
  }

  private static @Nullable Instrument find(InstrumentTable table, String name) {
    byte[] text = ("xx" + name + "yyyyyyyy").getBytes(StandardCharsets.UTF_8);
    return table.find(text, 2, text.length - 10);
  }

  @Test
  void knowsWhatIsListedAndNothingElse() {
    Instrument bitcoin = listed("BTCUSDT", "BTCUSDT");
    Instrument swap = listed("1000000MOG-USDT-SWAP", "1000000MOGUSDT");
    InstrumentTable table = InstrumentTable.of(List.of(bitcoin, swap));
    assertThat(find(table, "BTCUSDT")).isSameAs(bitcoin);
    assertThat(find(table, "1000000MOG-USDT-SWAP")).isSameAs(swap);
    assertThat(find(table, "BTCUSDT")).isSameAs(bitcoin);
    assertThat(find(table, "ETHUSDT")).isNull();
    assertThat(find(table, "BTCUSD")).isNull();
    assertThat(find(table, "BTCUSDTX")).isNull();
    assertThat(find(table, "")).isNull();
    assertThat(table.instruments()).containsExactly(bitcoin, swap);
  }

  @Test
  void refusesTheSameNameTwice() {
    List<Instrument> twice = List.of(listed("BTCUSDT", "BTCUSDT"), listed("BTCUSDT", "BTCUSDT"));
    assertThatThrownBy(() -> InstrumentTable.of(twice))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void openTableTakesInWhatItMeetsUpToItsBound() {
    InstrumentTable table = InstrumentTable.open("binance-spot");
    for (int i = 0; i < InstrumentTable.MAX_OPEN; i++) {
      Instrument met = find(table, "COIN" + i + "USDT");
      assertThat(met).isNotNull().extracting(Instrument::venue).isEqualTo("binance-spot");
      assertThat(find(table, "COIN" + i + "USDT")).isSameAs(met);
    }
    assertThat(find(table, "ONEMOREUSDT")).isNull();
    assertThat(find(table, "COIN7USDT")).isSameAs(table.instruments().get(7));
    assertThat(table.instruments()).hasSize(InstrumentTable.MAX_OPEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "btcusdt",
        "BTC-USDT",
        "BTC/USD",
        "BTCUSDT_240628",
        "ÄÖ",
        "ABCDEFGHIJKLMNOPQRSTU"
      })
  void openTableTakesInCanonicalNamesOnly(String name) {
    InstrumentTable table = InstrumentTable.open("binance-usdm");
    assertThat(find(table, name)).isNull();
    assertThat(table.instruments()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "okx, BTC-USDT, BTCUSDT",
    "coinbase, BAND-GBP, BANDGBP",
    "kraken, BTC/USD, BTCUSD",
    "bybit-spot, BTCUSDT, BTCUSDT"
  })
  void openTableKnowsTheVenuesSpelling(String venue, String name, String symbol) {
    assertThat(find(InstrumentTable.open(venue), name))
        .extracting(Instrument::nativeName, instrument -> instrument.symbol().code())
        .containsExactly(name, symbol);
  }
}
