package io.virtuoso.engine.inbound.selection;

import io.virtuoso.model.Symbol;
import java.time.Duration;
import java.util.List;

/**
 * What is asked of a selection.
 *
 * @param fixed followed whatever their turnover, each once, in this order
 * @param most how many symbols are followed, the fixed ones among them; when there are as many
 *     fixed ones, nothing is selected
 * @param floor quote currency traded in 24 hours below which nothing is selected
 * @param quote currency in which turnover is compared, and in which a selected symbol is quoted
 * @param period between two looks
 */
public record SelectionRule(
    List<Symbol> fixed, int most, double floor, String quote, Duration period) {
  /** More symbols than this are not followed. */
  public static final int MOST = 500;

  public static final Duration SHORTEST_PERIOD = Duration.ofSeconds(10);
  public static final Duration LONGEST_PERIOD = Duration.ofHours(1);

  public SelectionRule {
    fixed = List.copyOf(fixed);
    if (most < 0 || most > MOST || fixed.size() > MOST) {
      throw new IllegalArgumentException("at most %d symbols are followed".formatted(MOST));
    }
    if (!(floor >= 0) || floor == Double.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("a turnover is 0 or more");
    }
    if (period.compareTo(SHORTEST_PERIOD) < 0 || period.compareTo(LONGEST_PERIOD) > 0) {
      throw new IllegalArgumentException("between two looks pass 10 s to 1 h");
    }
  }

  /** Only these symbols. */
  public static SelectionRule only(List<Symbol> fixed) {
    return new SelectionRule(fixed, fixed.size(), 0, "USDT", LONGEST_PERIOD);
  }

  /** Whether turnover decides anything. */
  public boolean selects() {
    return most > fixed.size();
  }
}
