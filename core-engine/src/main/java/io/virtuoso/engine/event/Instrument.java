package io.virtuoso.engine.event;

import io.virtuoso.model.Symbol;
import java.math.BigDecimal;

/**
 * A symbol as one venue trades it, and the decimal scales in which its numbers are counted.
 *
 * <p>Prices are whole ticks of {@code 10^-priceScale} quote currency, quantities whole lots of
 * {@code 10^-quantityScale} base currency. The scales start from what the exchange lists and grow
 * when a message carries more digits, so that no digit is ever lost; they never shrink. Whoever
 * keeps ticks or lots remembers the scale they were counted in and rescales when it has grown.
 *
 * <p>Not thread-safe: owned by the pipeline of its symbol.
 */
public final class Instrument {
  /** More decimal places than any exchange lists; a number beyond it is refused as hostile. */
  public static final int MAX_SCALE = 18;

  private final String venue;
  private final String nativeName;
  private final Symbol symbol;
  private int priceScale;
  private int quantityScale;

  /**
   * A listing.
   *
   * @param venue configured venue name, for example {@code bybit-linear}
   * @param nativeName the exchange's own spelling
   * @param priceScale decimal places of the tick size, 0 when unknown
   * @param quantityScale decimal places of the lot size, 0 when unknown
   */
  public Instrument(
      String venue, String nativeName, Symbol symbol, int priceScale, int quantityScale) {
    this.venue = venue;
    this.nativeName = nativeName;
    this.symbol = symbol;
    this.priceScale = priceScale;
    this.quantityScale = quantityScale;
  }

  public String venue() {
    return venue;
  }

  public String nativeName() {
    return nativeName;
  }

  public Symbol symbol() {
    return symbol;
  }

  /** Decimal places of one tick. */
  public int priceScale() {
    return priceScale;
  }

  /** Decimal places of one lot. */
  public int quantityScale() {
    return quantityScale;
  }

  /** Grows the price scale to at least {@code scale}; a smaller one changes nothing. */
  public void needPriceScale(int scale) {
    priceScale = grown(priceScale, scale);
  }

  /** Grows the quantity scale to at least {@code scale}; a smaller one changes nothing. */
  public void needQuantityScale(int scale) {
    quantityScale = grown(quantityScale, scale);
  }

  /** {@code ticks} in quote currency, exact. */
  public BigDecimal price(long ticks) {
    return BigDecimal.valueOf(ticks, priceScale);
  }

  /** {@code lots} in base currency, exact. */
  public BigDecimal quantity(long lots) {
    return BigDecimal.valueOf(lots, quantityScale);
  }

  /** {@code ticks} in quote currency as the nearest double. */
  public double priceOf(long ticks) {
    return Scale.toDouble(ticks, priceScale);
  }

  /** {@code lots} in base currency as the nearest double. */
  public double quantityOf(long lots) {
    return Scale.toDouble(lots, quantityScale);
  }

  private static int grown(int current, int wanted) {
    if (wanted > MAX_SCALE) {
      throw new IllegalArgumentException("more than " + MAX_SCALE + " decimal places");
    }
    return Math.max(current, wanted);
  }

  @Override
  public String toString() {
    return venue + ':' + nativeName;
  }
}
