package io.virtuoso.engine.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.FeedState;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.SymbolRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarketFoldTest {
  private static final double NONE = Double.NaN;

  /** Score, change, turnover, open interest, funding, volatility; NaN for not known. */
  private static SymbolState state(
      String symbol,
      double score,
      double change,
      double turnover,
      double openInterest,
      double funding,
      double volatility) {
    return new SymbolState(
        new SymbolRow(
            new Symbol(symbol),
            "binance-usdm",
            null,
            orNull(change),
            Double.isNaN(turnover) ? null : new BigDecimal(turnover),
            orNull(score),
            0.5,
            null,
            Map.of(),
            "live",
            Instant.EPOCH),
        openInterest,
        funding,
        volatility);
  }

  private static SymbolState scored(String symbol, double score, double change) {
    return state(symbol, score, change, NONE, NONE, NONE, NONE);
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  private static MarketOverview overview(int followed, SymbolState... states) {
    return new MarketFold(List.of(states), followed).overview();
  }

  private static List<String> fields(List<Missing> missing) {
    return missing.stream().map(Missing::field).toList();
  }

  @Test
  void ofNothingNothingIsKnownAndEveryNullHasItsReason() {
    MarketOverview overview = overview(20);
    assertThat(overview.symbols()).isEqualTo(20);
    assertThat(overview.scored()).isZero();
    assertThat(overview.coverage()).isZero();
    assertThat(overview.advancing()).isNull();
    assertThat(overview.declining()).isNull();
    assertThat(overview.averageScore()).isNull();
    assertThat(overview.dispersion()).isNull();
    assertThat(overview.btcVolatility()).isNull();
    assertThat(overview.turnover24h()).isNull();
    assertThat(overview.openInterest()).isNull();
    assertThat(overview.fundingRate()).isNull();
    assertThat(fields(overview.missing()))
        .containsExactlyInAnyOrder(
            "advancing",
            "declining",
            "average_score",
            "dispersion",
            "btc_volatility",
            "turnover_24h",
            "open_interest",
            "funding_rate");
    assertThat(overview.missing()).allSatisfy(m -> assertThat(m.reason()).isNotBlank());
    assertThat(new MarketFold(List.of(), 20).table().rows()).isEmpty();
  }

  @Test
  void symbolsWithoutNumbersCountForCoverageOnly() {
    MarketOverview overview =
        overview(4, scored("BTCUSDT", NONE, NONE), scored("ETHUSDT", NONE, NONE));
    assertThat(overview.coverage()).isEqualTo(0.5);
    assertThat(overview.scored()).isZero();
    assertThat(overview.averageScore()).isNull();
    assertThat(overview.advancing()).isNull();
    assertThat(overview.missing()).hasSize(8);
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: mean {3}, deviation {4}")
  @CsvSource({
    "50,  NaN, NaN, 50,  NaN",
    "40,  60,  NaN, 50,  10",
    "50,  50,  50,  50,  0",
    "0,   100, 50,  50,  40.824829046386306",
    "20,  20,  80,  40,  28.284271247461902",
  })
  void averageAndDispersionAreOfTheScoredOnly(
      double a, double b, double c, double mean, double deviation) {
    MarketOverview overview =
        overview(
            3, scored("AAAUSDT", a, NONE), scored("BBBUSDT", b, NONE), scored("CCCUSDT", c, NONE));
    assertThat(overview.averageScore()).isCloseTo(mean, within(1e-12));
    if (Double.isNaN(deviation)) {
      assertThat(overview.dispersion()).as("of one there is none").isNull();
      assertThat(fields(overview.missing())).contains("dispersion");
    } else {
      assertThat(overview.dispersion()).isCloseTo(deviation, within(1e-12));
      assertThat(fields(overview.missing())).doesNotContain("dispersion");
    }
  }

  @Test
  void breadthCountsTiesOnNeitherSide() {
    MarketOverview overview =
        overview(
            5,
            scored("AAAUSDT", NONE, 1),
            scored("BBBUSDT", NONE, -2),
            scored("CCCUSDT", NONE, 0),
            scored("DDDUSDT", NONE, 0.01),
            scored("EEEUSDT", NONE, NONE));
    assertThat(overview.advancing()).isEqualTo(2);
    assertThat(overview.declining()).isEqualTo(1);
    assertThat(fields(overview.missing())).doesNotContain("advancing", "declining");
  }

  @Test
  void allUnchangedIsZeroThatWasMeasured() {
    MarketOverview overview = overview(1, scored("AAAUSDT", NONE, 0));
    assertThat(overview.advancing()).isZero();
    assertThat(overview.declining()).isZero();
  }

  @Test
  void totalsAreOverThoseThatKnow() {
    MarketOverview overview =
        overview(
            3,
            state("AAAUSDT", NONE, NONE, 1_000, 300, 0.01, NONE),
            state("BBBUSDT", NONE, NONE, NONE, 100, 0.05, NONE),
            state("CCCUSDT", NONE, NONE, 500, NONE, 0.9, NONE));
    assertThat(overview.turnover24h()).isEqualByComparingTo("1500");
    assertThat(overview.openInterest()).isEqualByComparingTo("400");
    assertThat(overview.fundingRate()).as("by open interest").isCloseTo(0.02, within(1e-15));
  }

  @Test
  void fundingWithoutOpenInterestHasNoWeight() {
    MarketOverview overview =
        overview(
            2,
            state("AAAUSDT", NONE, NONE, NONE, 0, 0.01, NONE),
            state("BBBUSDT", NONE, NONE, NONE, NONE, 0.05, NONE));
    assertThat(overview.fundingRate()).isNull();
    assertThat(fields(overview.missing())).contains("funding_rate");
  }

  @Test
  void onlyBitcoinsVolatilityIsBitcoins() {
    SymbolState other = state("ETHUSDT", NONE, NONE, NONE, NONE, NONE, 80);
    assertThat(overview(1, other).btcVolatility()).isNull();
    SymbolState bitcoin = state("BTCUSDT", NONE, NONE, NONE, NONE, NONE, 40);
    assertThat(overview(2, other, bitcoin).btcVolatility()).isEqualTo(40);
  }

  @Test
  void listsAreShortAndTiesAreInOrderOfTheirNames() {
    List<SymbolState> states = new ArrayList<>();
    for (String symbol : "HHH GGG FFF EEE DDD CCC BBB AAA".split(" ", -1)) {
      states.add(scored(symbol + "USDT", symbol.equals("EEE") ? 90 : 60, -1));
    }
    states.add(scored("ZZZUSDT", 10, 5));
    states.add(scored("YYYUSDT", NONE, NONE));
    Feed feed = new Feed("bybit-linear", FeedState.LIVE, null, null);
    DashboardOverview dashboard = new MarketFold(states, 10).dashboard(List.of(feed));
    assertThat(symbols(dashboard.topScores())).containsExactly("EEE", "AAA", "BBB", "CCC", "DDD");
    assertThat(symbols(dashboard.bottomScores()))
        .containsExactly("ZZZ", "AAA", "BBB", "CCC", "DDD");
    assertThat(symbols(dashboard.gainers())).startsWith("ZZZ", "AAA").hasSize(5);
    assertThat(symbols(dashboard.losers())).startsWith("AAA", "BBB").hasSize(5);
    assertThat(dashboard.rows()).hasSize(10);
    assertThat(symbols(dashboard.rows())).startsWith("HHH").endsWith("YYY");
    assertThat(dashboard.feeds()).containsExactly(feed);
    assertThat(dashboard.signals()).isNull();
    assertThat(dashboard.alerts()).isNull();
    assertThat(fields(dashboard.missing()))
        .contains("signals", "alerts", "market.turnover_24h", "market.btc_volatility")
        .allSatisfy(field -> assertThat(field).isNotBlank());
  }

  private static List<String> symbols(List<SymbolRow> rows) {
    return rows.stream().map(row -> row.symbol().code().replace("USDT", "")).toList();
  }
}
