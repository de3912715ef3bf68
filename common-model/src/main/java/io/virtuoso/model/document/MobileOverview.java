package io.virtuoso.model.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/dashboard/mobile}: the dashboard for a phone, in one call of at most 10 KB
 * compressed. The lists are the first members of those of {@link DashboardOverview}; the table of
 * all symbols is left out.
 */
public record MobileOverview(
    MarketOverview market,
    List<SymbolRow> topScores,
    List<SymbolRow> bottomScores,
    List<SymbolRow> gainers,
    List<SymbolRow> losers,
    @Nullable List<Object> signals,
    @Nullable List<Object> alerts,
    List<Feed> feeds,
    List<Missing> missing) {
  public MobileOverview {
    topScores = List.copyOf(topScores);
    bottomScores = List.copyOf(bottomScores);
    gainers = List.copyOf(gainers);
    losers = List.copyOf(losers);
    feeds = List.copyOf(feeds);
    missing = List.copyOf(missing);
  }
}
