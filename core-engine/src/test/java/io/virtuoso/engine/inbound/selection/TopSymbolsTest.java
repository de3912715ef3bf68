package io.virtuoso.engine.inbound.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.virtuoso.model.Symbol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopSymbolsTest {
  private static final List<Symbol> FIXED = List.of(of("BTC"), of("ETH"));
  private static final double FLOOR = 100;

  private final Map<Symbol, Double> turnover = new HashMap<>();
  private final TopSymbols top = new TopSymbols(rule(4));

  private static Symbol of(String base) {
    return new Symbol(base + "USDT");
  }

  private static SelectionRule rule(int most) {
    return new SelectionRule(FIXED, most, FLOOR, "USDT", Duration.ofMinutes(5));
  }

  private void trade(String base, double amount) {
    turnover.put(of(base), amount);
  }

  private List<String> choose() {
    return top.choose(turnover, turnover.keySet()).stream()
        .map(symbol -> symbol.code().replace("USDT", ""))
        .toList();
  }

  @Test
  void theFixedComeFirstWhateverTheyTrade() {
    trade("ETH", 1);
    trade("SOL", 300);
    trade("XRP", 500);
    trade("ADA", 200);
    assertThat(choose()).containsExactly("BTC", "ETH", "XRP", "SOL");
  }

  @Test
  void nothingBelowTheFloorComesIn() {
    trade("SOL", 99.9);
    trade("XRP", 100);
    assertThat(choose()).containsExactly("BTC", "ETH", "XRP");
  }

  @Test
  void onlyWhatIsQuotedInTheCurrencyOfTheComparison() {
    turnover.put(new Symbol("SOLEUR"), 900.0);
    assertThat(choose()).containsExactly("BTC", "ETH");
  }

  @Test
  void equalsComeInTheOrderOfTheirNames() {
    trade("SOL", 300);
    trade("XRP", 300);
    trade("ADA", 300);
    assertThat(choose()).containsExactly("BTC", "ETH", "ADA", "SOL");
  }

  @Test
  void oneAtTheFloorDoesNotFlap() {
    trade("SOL", 101);
    assertThat(choose()).contains("SOL");
    for (double amount : new double[] {99, 101, 90, 100.5, 80}) {
      trade("SOL", amount);
      assertThat(choose()).contains("SOL");
    }
    trade("SOL", 79.9);
    assertThat(choose()).doesNotContain("SOL");
    trade("SOL", 99.9);
    assertThat(choose()).as("comes back over the floor only").doesNotContain("SOL");
  }

  @Test
  void twoAtTheLastPlaceDoNotTakeTurns() {
    trade("XRP", 500);
    trade("SOL", 200);
    trade("ADA", 199);
    assertThat(choose()).endsWith("XRP", "SOL");
    for (double amount : new double[] {201, 230, 249, 150}) {
      trade("ADA", amount);
      assertThat(choose()).endsWith("XRP", "SOL");
    }
    trade("ADA", 250);
    assertThat(choose()).endsWith("XRP", "ADA");
    trade("SOL", 300);
    assertThat(choose()).endsWith("XRP", "ADA");
  }

  @Test
  void whatIsNotTradedAnyMoreLeavesAtOnce() {
    trade("SOL", 900);
    trade("XRP", 500);
    assertThat(choose()).contains("SOL");
    assertThat(top.choose(turnover, Set.of(of("XRP"), of("BTC"))))
        .containsExactly(of("BTC"), of("ETH"), of("XRP"));
  }

  @Test
  void enoughFixedOnesLeaveNoPlace() {
    trade("SOL", 900);
    for (int most : new int[] {0, 1, 2}) {
      assertThat(new TopSymbols(rule(most)).choose(turnover, turnover.keySet())).isEqualTo(FIXED);
    }
  }

  @Test
  void theRuleRefusesWhatCannotBeMeant() {
    assertThatThrownBy(() -> rule(501)).hasMessageContaining("500");
    assertThatThrownBy(() -> new SelectionRule(FIXED, 4, -1, "USDT", Duration.ofMinutes(5)))
        .hasMessageContaining("0 or more");
    for (Duration period : List.of(Duration.ofSeconds(9), Duration.ofMinutes(61))) {
      assertThatThrownBy(() -> new SelectionRule(FIXED, 4, 1, "USDT", period))
          .hasMessageContaining("10 s to 1 h");
    }
  }

  /** Whatever happens: bounded, no doubles, nothing far below the floor, nobody left out by far. */
  @Test
  void staysInsideItsBoundsInAnyMarket() {
    Random random = new Random(5);
    TopSymbols chosenFrom = new TopSymbols(rule(12));
    for (int look = 0; look < 2_000; look++) {
      Symbol changed = of("S" + random.nextInt(40));
      if (random.nextInt(8) == 0) {
        turnover.remove(changed);
      } else {
        turnover.put(changed, 400 * random.nextDouble());
      }
      List<Symbol> chosen = chosenFrom.choose(turnover, turnover.keySet());
      assertThat(chosen)
          .hasSizeLessThanOrEqualTo(12)
          .doesNotHaveDuplicates()
          .startsWith(FIXED.toArray(new Symbol[0]));
      List<Symbol> selected = new ArrayList<>(chosen.subList(2, chosen.size()));
      assertThat(selected).allMatch(symbol -> turnover.getOrDefault(symbol, 0.0) >= 80);
      double weakest =
          selected.stream()
              .mapToDouble(symbol -> turnover.getOrDefault(symbol, 0.0))
              .min()
              .orElse(0);
      Set<Symbol> in = new HashSet<>(selected);
      double left =
          turnover.entrySet().stream()
              .filter(each -> !in.contains(each.getKey()))
              .mapToDouble(Map.Entry::getValue)
              .max()
              .orElse(0);
      assertThat(left).isLessThan(selected.size() < 10 ? FLOOR : 1.25 * weakest);
    }
  }
}
