package io.virtuoso.engine.overview;

import io.virtuoso.model.document.SymbolRow;

/**
 * What one symbol adds to the market-wide documents.
 *
 * @param openInterest quote currency; NaN when not known
 * @param fundingRate percent per 8 hours; NaN when not known
 * @param volatility annualised, percent; NaN when not known
 */
public record SymbolState(
    SymbolRow row, double openInterest, double fundingRate, double volatility) {}
