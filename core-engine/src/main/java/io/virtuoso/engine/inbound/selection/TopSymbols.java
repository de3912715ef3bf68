package io.virtuoso.engine.inbound.selection;

import io.virtuoso.model.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The symbols with the largest turnover behind a fixed list, with reluctance: whoever is in stays
 * until it has fallen clearly below the floor, is not traded any more, or is clearly overtaken. So
 * a symbol at the border does not come and go with every look.
 *
 * <p>Not thread-safe.
 */
public final class TopSymbols {
  /** What is in goes below this share of the floor. */
  static final double LEAVES_BELOW = .8;

  /** A newcomer takes the place of the weakest with so many times its turnover. */
  static final double OVERTAKES_FROM = 1.25;

  private final SelectionRule rule;
  private final Set<Symbol> fixed;
  private final Set<Symbol> selected = new LinkedHashSet<>();

  /** Nothing is selected yet. */
  public TopSymbols(SelectionRule rule) {
    this.rule = rule;
    this.fixed = Set.copyOf(rule.fixed());
  }

  /**
   * Looks again.
   *
   * @param turnover quote currency in 24 hours, of every symbol that is traded and whose turnover
   *     is known
   * @param traded every symbol that some venue trades now
   * @return the fixed symbols in their order, then the selected ones, largest first; at most as
   *     many as are to be followed
   */
  public List<Symbol> choose(Map<Symbol, Double> turnover, Set<Symbol> traded) {
    List<Symbol> chosen = new ArrayList<>(rule.fixed());
    if (!rule.selects()) {
      return chosen;
    }
    int places = rule.most() - rule.fixed().size();
    selected.removeIf(symbol ->
        !traded.contains(symbol)
            || turnover.getOrDefault(symbol, 0.0) < LEAVES_BELOW * rule.floor());
    Comparator<Symbol> largest =
        Comparator.<Symbol>comparingDouble(symbol -> -turnover.getOrDefault(symbol, 0.0))
            .thenComparing(Symbol::code);
    List<Symbol> newcomers =
        turnover.keySet().stream()
            .filter(symbol -> isEligible(symbol, turnover, traded))
            .sorted(largest)
            .toList();
    for (Symbol newcomer : newcomers) {
      if (selected.size() >= places && !overtakes(newcomer, turnover, largest)) {
        break;
      }
      selected.add(newcomer);
    }
    chosen.addAll(selected.stream().sorted(largest).toList());
    return chosen;
  }

  private boolean isEligible(Symbol symbol, Map<Symbol, Double> turnover, Set<Symbol> traded) {
    return traded.contains(symbol)
        && !selected.contains(symbol)
        && !fixed.contains(symbol)
        && symbol.code().endsWith(rule.quote())
        && turnover.getOrDefault(symbol, 0.0) >= rule.floor();
  }

  /** Makes room when it does. */
  private boolean overtakes(
      Symbol newcomer, Map<Symbol, Double> turnover, Comparator<Symbol> largest) {
    Symbol weakest = selected.stream().max(largest).orElseThrow();
    return turnover.getOrDefault(newcomer, 0.0)
            >= OVERTAKES_FROM * turnover.getOrDefault(weakest, 0.0)
        && selected.remove(weakest);
  }
}
