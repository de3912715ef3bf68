package io.virtuoso.gateway.serve.page;

import io.virtuoso.gateway.serve.page.MarketView.Stat;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Missing;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The market strip: what the market does as one, each value with the reason when it is absent. */
final class Strip {
  /** Nothing is known: every value is absent. */
  private static final MarketOverview UNKNOWN =
      new MarketOverview(
          0, 0, null, null, null, null, null, null, null, null, Double.NaN, List.of());

  private final MarketOverview market;
  private final double age;

  private Strip(MarketOverview market, double age) {
    this.market = market;
    this.age = age;
  }

  /**
   * All values in the order shown.
   *
   * @param age ms
   */
  static List<Stat> of(Optional<MarketOverview> market, double age) {
    return new Strip(market.orElse(UNKNOWN), age).stats();
  }

  private List<Stat> stats() {
    Double funding = market.fundingRate();
    return List.of(
        stat("average_score", "Score average", Numbers.score(market.averageScore())),
        stat("breadth", "Breadth", breadth()),
        stat("dispersion", "Dispersion", Numbers.score(market.dispersion())),
        stat("btc_volatility", "BTC volatility", volatility()),
        stat("turnover_24h", "Turnover 24 h", Numbers.money(market.turnover24h())),
        slow("open_interest", "Open interest", Numbers.money(market.openInterest()), null),
        slow("funding_rate", "Funding 8 h", Numbers.funding(funding), funding));
  }

  private Stat stat(String field, String label, String text) {
    return new Stat(field, label, Shown.of(text, reason(field, text), Freshness.SCORE, age));
  }

  private Stat slow(String field, String label, String text, @Nullable Double lean) {
    return new Stat(
        field, label, Shown.directed(text, reason(field, text), Freshness.DERIVATIVES, age, lean));
  }

  private String breadth() {
    Integer advancing = market.advancing();
    Integer declining = market.declining();
    return advancing == null || declining == null
        ? Numbers.NOTHING
        : advancing + "▲ " + declining + "▼";
  }

  private String volatility() {
    String text = Numbers.score(market.btcVolatility());
    return text.equals(Numbers.NOTHING) ? text : text + "%";
  }

  private @Nullable String reason(String field, String text) {
    if (!text.equals(Numbers.NOTHING)) {
      return null;
    }
    List<String> names =
        field.equals("breadth") ? List.of("advancing", "declining") : List.of(field);
    return market.missing().stream()
        .filter(one -> names.contains(one.field().substring(one.field().lastIndexOf('.') + 1)))
        .map(Missing::reason)
        .findFirst()
        .orElse("no data");
  }
}
