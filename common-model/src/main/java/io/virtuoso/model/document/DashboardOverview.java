package io.virtuoso.model.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code dashboard/overview}: everything the desktop page needs for its first view, in one call.
 *
 * @param topScores highest scores first
 * @param bottomScores lowest scores first
 * @param gainers largest 24 h rise first
 * @param losers largest 24 h fall first
 * @param rows every followed symbol, canonical order
 * @param signals latest signals; null until the engine has a signal ledger
 * @param alerts recent alerts; null until the engine has alert rules
 */
public record DashboardOverview(
    MarketOverview market,
    List<SymbolRow> topScores,
    List<SymbolRow> bottomScores,
    List<SymbolRow> gainers,
    List<SymbolRow> losers,
    List<SymbolRow> rows,
    @Nullable List<Object> signals,
    @Nullable List<Object> alerts,
    List<Feed> feeds,
    List<Missing> missing) {
  public DashboardOverview {
    topScores = List.copyOf(topScores);
    bottomScores = List.copyOf(bottomScores);
    gainers = List.copyOf(gainers);
    losers = List.copyOf(losers);
    rows = List.copyOf(rows);
    feeds = List.copyOf(feeds);
    missing = List.copyOf(missing);
  }
}
