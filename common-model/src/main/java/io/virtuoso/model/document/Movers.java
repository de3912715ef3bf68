package io.virtuoso.model.document;

import java.math.BigDecimal;
import java.util.List;

/**
 * {@code /api/market/movers}: who moved most among those that are traded enough.
 *
 * @param liquidityFloor least 24 h turnover of a symbol that is ranked, quote currency
 * @param ranked how many symbols reach it
 * @param gainers largest 24 h rise first; only rises
 * @param losers largest 24 h fall first; only falls
 * @param volumeLeaders largest 24 h turnover first
 * @param coverage of the table that this was taken from, 0 to 1
 * @param missing why symbols could not be ranked
 */
public record Movers(
    BigDecimal liquidityFloor,
    int ranked,
    List<SymbolRow> gainers,
    List<SymbolRow> losers,
    List<SymbolRow> volumeLeaders,
    double coverage,
    List<Missing> missing) {
  public Movers {
    gainers = List.copyOf(gainers);
    losers = List.copyOf(losers);
    volumeLeaders = List.copyOf(volumeLeaders);
    missing = List.copyOf(missing);
  }
}
