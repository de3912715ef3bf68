package io.virtuoso.simulator.market;

/**
 * A traded pair and the character of its market.
 *
 * @param symbol name on all venues, as in {@code BTCUSDT}
 * @param base currency that is traded
 * @param quote currency that is paid
 * @param priceDecimals one tick is 10 to the minus this, in quote currency
 * @param quantityDecimals one lot is 10 to the minus this, in base currency
 * @param startPrice price at which live trading begins, in quote currency
 * @param beta share of the common factor's return
 * @param dailyDeviation standard deviation of a day's own return, as a fraction
 * @param activity orders per second relative to a middling symbol
 */
public record Instrument(
    String symbol,
    String base,
    String quote,
    int priceDecimals,
    int quantityDecimals,
    double startPrice,
    double beta,
    double dailyDeviation,
    double activity) {

  private static final double[] TENTHS = {1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};

  public Instrument {
    if (!symbol.equals(base + quote)) {
      throw new IllegalArgumentException("symbol " + symbol + " is not " + base + quote);
    }
    if (priceDecimals < 0 || quantityDecimals < 0 || priceDecimals + quantityDecimals > 8) {
      throw new IllegalArgumentException("decimals of " + symbol + " must add up to 8 at most");
    }
    if (!(startPrice >= 1_000 * TENTHS[priceDecimals])) {
      throw new IllegalArgumentException(
          symbol + " needs a price of at least 1000 ticks: " + startPrice);
    }
  }

  /** The same pair, traded more or less. */
  public Instrument withActivity(double otherActivity) {
    return new Instrument(
        symbol,
        base,
        quote,
        priceDecimals,
        quantityDecimals,
        startPrice,
        beta,
        dailyDeviation,
        otherActivity);
  }

  /** Smallest price step, in quote currency. */
  public double tick() {
    return TENTHS[priceDecimals];
  }

  /** Smallest quantity, in base currency. */
  public double lot() {
    return TENTHS[quantityDecimals];
  }
}
