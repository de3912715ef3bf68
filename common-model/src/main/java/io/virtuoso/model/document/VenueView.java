package io.virtuoso.model.document;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one venue says about a symbol, and what part it has in the composite.
 *
 * @param venue configured venue name, for example {@code bybit-linear}
 * @param role {@code leads}: price, book and candles are its own, and its trades count; {@code
 *     counted}: its trades count; {@code left_out}: nothing of it counts
 * @param state {@code live}, {@code syncing} (its book is away), {@code waiting} (nothing heard
 *     yet), {@code stalled} or {@code disagrees}
 * @param reason why it is left out or not fit to lead, in plain words; null when it is live
 * @param quote the currency of its prices; a dollar is compared with a tether as if they were one
 * @param price last trade, in {@code quote}; null before the first
 * @param bid best, in {@code quote}; null while its book is away
 * @param ask best, in {@code quote}; null while its book is away
 * @param offBp how far its price is above what it is compared with (the median of three or more
 *     venues, the leading one of two), basis points; null when there is nothing to compare
 * @param ageMs since its last event, the symbol's event time
 * @param bookState {@code live}, {@code syncing} or {@code none}
 * @param volume base currency traded in the last 15 min
 * @param delta base currency bought less sold by takers in the last 15 min
 * @param flowShare its part in the volume of all venues that count, 0 to 1; null when it does not
 *     count or nothing was traded
 * @param openInterest base currency; null where there is none
 * @param fundingRate percent per 8 hours; null where there is none
 */
public record VenueView(
    String venue,
    String role,
    String state,
    @Nullable String reason,
    String quote,
    @Nullable BigDecimal price,
    @Nullable BigDecimal bid,
    @Nullable BigDecimal ask,
    @Nullable Double offBp,
    long ageMs,
    String bookState,
    double volume,
    double delta,
    @Nullable Double flowShare,
    @Nullable Double openInterest,
    @Nullable Double fundingRate) {}
