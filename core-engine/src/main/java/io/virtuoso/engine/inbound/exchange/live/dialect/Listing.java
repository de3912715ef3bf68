package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.virtuoso.engine.event.Instrument;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An instrument as the exchange lists it.
 *
 * @param nativeName the exchange's spelling
 * @param priceScale decimal places of the tick size
 * @param quantityScale decimal places of the lot size in base currency
 * @param trading whether it can be traded now
 * @param contractValue base currency in one contract; 1 where sizes are base currency
 * @param answerName how answers about all instruments name it; mostly as {@code nativeName}
 */
public record Listing(
    String nativeName,
    Symbol symbol,
    int priceScale,
    int quantityScale,
    boolean trading,
    BigDecimal contractValue,
    String answerName) {
  /** It goes into addresses, requests and logs: nothing that would need escaping there. */
  private static final Pattern SAFE_NAME = Pattern.compile("[A-Za-z0-9._/-]{1,40}");

  private static final int LONGEST_NUMBER = 40;

  /** A listing that has one name everywhere. */
  public Listing(
      String nativeName,
      Symbol symbol,
      int priceScale,
      int quantityScale,
      boolean trading,
      BigDecimal contractValue) {
    this(nativeName, symbol, priceScale, quantityScale, trading, contractValue, nativeName);
  }

  /** The same whose sizes are base currency. */
  public Listing(
      String nativeName, Symbol symbol, int priceScale, int quantityScale, boolean trading) {
    this(nativeName, symbol, priceScale, quantityScale, trading, BigDecimal.ONE);
  }

  /** A listing whose sizes are contracts, or empty when a part is missing or out of bounds. */
  static Optional<Listing> ofContracts(
      String nativeName,
      String canonical,
      String tickSize,
      String lotSize,
      boolean trading,
      String contractValue) {
    int places = decimalPlaces(contractValue);
    if (places < 0) {
      return Optional.empty();
    }
    BigDecimal value = new BigDecimal(contractValue);
    return of(nativeName, canonical, tickSize, lotSize, trading)
        .filter(listing -> listing.quantityScale + places <= Instrument.MAX_SCALE)
        .filter(_ -> value.stripTrailingZeros().precision() <= Instrument.MAX_SCALE)
        .map(listing ->
            new Listing(
                listing.nativeName,
                listing.symbol,
                listing.priceScale,
                listing.quantityScale + places,
                trading,
                value));
  }

  /** A listing, or empty when a part is missing or out of bounds. */
  static Optional<Listing> of(
      String nativeName, String canonical, String tickSize, String lotSize, boolean trading) {
    int priceScale = decimalPlaces(tickSize);
    int quantityScale = decimalPlaces(lotSize);
    if (!SAFE_NAME.matcher(nativeName).matches()
        || !Symbol.isValid(canonical)
        || priceScale < 0
        || quantityScale < 0) {
      return Optional.empty();
    }
    return Optional.of(
        new Listing(nativeName, new Symbol(canonical), priceScale, quantityScale, trading));
  }

  /** The same, which answers about all instruments name so. */
  Listing answersAs(String name) {
    return new Listing(nativeName, symbol, priceScale, quantityScale, trading, contractValue, name);
  }

  /** The instrument that this is, on a venue. */
  public Instrument on(String venue) {
    return new Instrument(venue, nativeName, symbol, priceScale, quantityScale, contractValue);
  }

  /** Decimal places that matter in a step size; negative when it is none. */
  static int decimalPlaces(String step) {
    if (step.isEmpty() || step.length() > LONGEST_NUMBER) {
      return -1;
    }
    try {
      BigDecimal value = new BigDecimal(step);
      int scale = Math.max(0, value.stripTrailingZeros().scale());
      return value.signum() > 0 && scale <= Instrument.MAX_SCALE ? scale : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
