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
  private final long contractUnits;
  private final int contractScale;
  private int priceScale;
  private int quantityScale;

  /**
   * A listing whose sizes are base currency.
   *
   * @param venue configured venue name, for example {@code bybit-linear}
   * @param nativeName the exchange's own spelling
   * @param priceScale decimal places of the tick size, 0 when unknown
   * @param quantityScale decimal places of the lot size, 0 when unknown
   */
  public Instrument(
      String venue, String nativeName, Symbol symbol, int priceScale, int quantityScale) {
    this(venue, nativeName, symbol, priceScale, quantityScale, BigDecimal.ONE);
  }

  /**
   * A listing whose sizes are contracts.
   *
   * @param venue configured venue name, for example {@code okx-swap}
   * @param nativeName the exchange's own spelling
   * @param priceScale decimal places of the tick size, 0 when unknown
   * @param quantityScale decimal places of the lot size in base currency, 0 when unknown
   * @param contractValue base currency in one contract, above 0
   */
  public Instrument(
      String venue,
      String nativeName,
      Symbol symbol,
      int priceScale,
      int quantityScale,
      BigDecimal contractValue) {
    BigDecimal contract = checkedContract(contractValue);
    this.contractUnits = contract.unscaledValue().longValueExact();
    this.contractScale = contract.scale();
    this.venue = venue;
    this.nativeName = nativeName;
    this.symbol = symbol;
    this.priceScale = priceScale;
    this.quantityScale = quantityScale;
  }

  /**
   * A contract value that can be counted with, in its shortest form.
   *
   * @throws IllegalArgumentException when it is not above 0 or has more than 18 digits
   */
  public static BigDecimal checkedContract(BigDecimal value) {
    BigDecimal contract = value.stripTrailingZeros();
    boolean inReach = contract.scale() >= -MAX_SCALE && contract.scale() <= MAX_SCALE;
    contract = inReach && contract.scale() < 0 ? contract.setScale(0) : contract;
    if (contract.signum() <= 0 || !inReach || contract.precision() > MAX_SCALE) {
      throw new IllegalArgumentException("no contract value: " + value);
    }
    return contract;
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

  /**
   * Base currency in one contract, counted in {@code 10^-}{@link #contractScale}; 1 where sizes are
   * base currency.
   */
  public long contractUnits() {
    return contractUnits;
  }

  /** Decimal places of the contract value; 0 where sizes are base currency. */
  public int contractScale() {
    return contractScale;
  }

  /** Whether the exchange states sizes in base currency. */
  public boolean isCountedInBase() {
    return contractUnits == 1 && contractScale == 0;
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
