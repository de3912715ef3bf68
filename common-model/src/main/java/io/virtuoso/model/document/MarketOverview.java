package io.virtuoso.model.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code market/overview}: the market as one.
 *
 * @param symbols how many symbols are followed
 * @param scored how many of them have a score now
 * @param advancing how many trade above their price 24 hours ago
 * @param declining how many trade below
 * @param averageScore plain mean over the scored ones, 0 to 100
 * @param dispersion standard deviation of the scores, points
 * @param btcVolatility annualised, percent, from BTC's five-minute closes over the last day
 * @param turnover24h quote currency, sum over symbols that know theirs
 * @param openInterest quote currency, sum over symbols that have it
 * @param fundingRate open-interest weighted mean, per 8 hours, percent
 * @param coverage share of followed symbols that have a row, 0 to 1
 */
public record MarketOverview(
    int symbols,
    int scored,
    @Nullable Integer advancing,
    @Nullable Integer declining,
    @Nullable Double averageScore,
    @Nullable Double dispersion,
    @Nullable Double btcVolatility,
    @JsonProperty("turnover_24h") @Nullable BigDecimal turnover24h,
    @Nullable BigDecimal openInterest,
    @Nullable Double fundingRate,
    double coverage,
    List<Missing> missing) {
  public MarketOverview {
    missing = List.copyOf(missing);
  }
}
