package io.virtuoso.simulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class InstrumentsTest {
  @Test
  void listsUpToFiveHundredDistinctPairs() {
    List<Instrument> all = Instruments.first(Instruments.MOST);
    assertThat(all.stream().map(Instrument::symbol).distinct()).hasSize(Instruments.MOST);
    assertThat(all.subList(0, 4).stream().map(Instrument::symbol))
        .containsExactly("BTCUSDT", "ETHUSDT", "SOLUSDT", "AVAXUSDT");
  }

  @Test
  void refusesWhatCannotBeListed() {
    assertThatThrownBy(() -> Instruments.first(501)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Instruments.named(List.of("btcusdt")))
        .hasMessageContaining("looks like BTCUSDT");
  }

  @Test
  void inventsTheSameCharacterForTheSameName() {
    assertThat(Instruments.named(List.of("PEPEUSDT")))
        .isEqualTo(Instruments.named(List.of("PEPEUSDT")));
  }

  @Test
  void aMarketOfManySymbolsRuns() {
    Market market = new Market(1, Instruments.first(120), 1_750_000_000_000L, 1);
    NaiveCount count = new NaiveCount();
    for (int step = 0; step < 200; step++) {
      market.step(count);
    }
    assertThat(count.trades).isPositive();
    assertThat(market.symbols())
        .allSatisfy(s -> assertThat(s.book().bestBid()).isLessThan(s.book().bestAsk()));
  }

  private static final class NaiveCount implements MarketListener {
    private long trades;

    @Override
    public void trade(SymbolMarket market, long id, long price, long quantity, boolean buy) {
      trades++;
    }

    @Override
    public void quote(SymbolMarket market) {}

    @Override
    public void liquidation(
        SymbolMarket market,
        boolean longClosed,
        long limitPrice,
        double averagePrice,
        long quantity) {}

    @Override
    public void closed(SymbolMarket market, BarInterval interval, Bar bar) {}
  }
}
