package io.virtuoso.model.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the score table: of {@code market/symbols}, of the dashboard and of the {@code
 * scores} stream.
 *
 * @param venue the venue whose data is scored
 * @param price last trade, quote currency
 * @param change24h percent against the close 24 hours ago, from candles
 * @param turnover24h quote currency, from candles
 * @param score 0 to 100; null when coverage is too low
 * @param coverage share of the configured weight that is present, 0 to 1
 * @param confidence 0 to 1; null when there is no score
 * @param dimensions {@code Dimension.code} to that dimension's score 0 to 100, null when absent;
 *     always all six, in order
 * @param bookState {@code live}, {@code syncing} or {@code none}
 * @param asOf this symbol's newest event, exchange clock
 */
public record SymbolRow(
    Symbol symbol,
    String venue,
    @Nullable BigDecimal price,
    @JsonProperty("change_24h") @Nullable Double change24h,
    @JsonProperty("turnover_24h") @Nullable BigDecimal turnover24h,
    @Nullable Double score,
    double coverage,
    @Nullable Double confidence,
    Map<String, @Nullable Double> dimensions,
    String bookState,
    Instant asOf) {}
