package io.virtuoso.engine.market.candle;

import io.virtuoso.engine.event.Kline;
import io.virtuoso.engine.event.Scale;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * One bar, exact: prices in ticks, volumes in lots, and the scales in which they were counted.
 *
 * <p>Not thread-safe: owned by the series or the pipeline that fills it.
 */
public final class Bar implements BarView {
  private static final long UNKNOWN = Kline.UNKNOWN;

  private boolean empty = true;
  private boolean partial;
  private boolean closed;
  private boolean quoteKnown;
  private int priceScale;
  private int quantityScale;
  private long openTimeMs;
  private long open;
  private long high;
  private long low;
  private long close;
  private long volume;
  private long takerBuy;
  private long trades;
  private long quoteHigh; // quote volume in units of tick × lot, 128 bits
  private long quoteLow;

  Bar() {}

  /** Whether trades of this bar are known to be missing from it. */
  public boolean isPartial() {
    return partial;
  }

  /** Whether it is final; false for a bar in progress. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public long openTimeMs() {
    return openTimeMs;
  }

  @Override
  public double open() {
    return Scale.toDouble(open, priceScale);
  }

  @Override
  public double high() {
    return Scale.toDouble(high, priceScale);
  }

  @Override
  public double low() {
    return Scale.toDouble(low, priceScale);
  }

  @Override
  public double close() {
    return Scale.toDouble(close, priceScale);
  }

  @Override
  public double volume() {
    return Scale.toDouble(volume, quantityScale);
  }

  @Override
  public double takerBuyVolume() {
    return takerBuy == UNKNOWN ? Double.NaN : Scale.toDouble(takerBuy, quantityScale);
  }

  @Override
  public double quoteVolume() {
    return quoteKnown
        ? QuoteSum.toDouble(quoteHigh, quoteLow, priceScale + quantityScale)
        : Double.NaN;
  }

  /** Number of trades, or {@link Kline#UNKNOWN}. */
  public long trades() {
    return trades;
  }

  /** Quote currency, exact. */
  public BigDecimal exactOpen() {
    return BigDecimal.valueOf(open, priceScale);
  }

  /** Quote currency, exact. */
  public BigDecimal exactHigh() {
    return BigDecimal.valueOf(high, priceScale);
  }

  /** Quote currency, exact. */
  public BigDecimal exactLow() {
    return BigDecimal.valueOf(low, priceScale);
  }

  /** Quote currency, exact. */
  public BigDecimal exactClose() {
    return BigDecimal.valueOf(close, priceScale);
  }

  /** Base currency, exact. */
  public BigDecimal exactVolume() {
    return BigDecimal.valueOf(volume, quantityScale);
  }

  /** Base currency bought by takers, exact; null where the source does not tell. */
  public @Nullable BigDecimal exactTakerBuyVolume() {
    return takerBuy == UNKNOWN ? null : BigDecimal.valueOf(takerBuy, quantityScale);
  }

  /** Quote currency, exact as far as its sources are; null where one does not tell. */
  public @Nullable BigDecimal exactQuoteVolume() {
    return quoteKnown ? QuoteSum.toDecimal(quoteHigh, quoteLow, priceScale + quantityScale) : null;
  }

  boolean isEmpty() {
    return empty;
  }

  boolean hasVolumeOf(Bar other) {
    return quantityScale == other.quantityScale
        ? volume == other.volume
        : exactVolume().compareTo(other.exactVolume()) == 0;
  }

  void clear() {
    empty = true;
  }

  void markPartial() {
    partial = true;
  }

  void markWhole() {
    partial = false;
  }

  void markClosed() {
    closed = true;
  }

  /** Becomes the beginning of a longer bar that is in progress. */
  void widen(long openTime) {
    openTimeMs = openTime;
    closed = false;
  }

  void copyFrom(Bar other) {
    empty = other.empty;
    partial = other.partial;
    closed = other.closed;
    openTimeMs = other.openTimeMs;
    priceScale = other.priceScale;
    quantityScale = other.quantityScale;
    open = other.open;
    high = other.high;
    low = other.low;
    close = other.close;
    copyVolumes(other);
  }

  /** Becomes the first trade of a bar. */
  void begin(long openTime, int price, int quantity, long ticks, long lots, boolean takerBuys) {
    empty = false;
    partial = false;
    closed = false;
    quoteKnown = true;
    openTimeMs = openTime;
    priceScale = price;
    quantityScale = quantity;
    open = ticks;
    high = ticks;
    low = ticks;
    close = ticks;
    volume = lots;
    takerBuy = takerBuys ? lots : 0;
    trades = 1;
    quoteHigh = Math.multiplyHigh(ticks, lots);
    quoteLow = ticks * lots;
  }

  /**
   * Adds the next trade, counted in the given scales.
   *
   * @throws ArithmeticException when a number does not fit; the trade is not added then
   */
  void add(int price, int quantity, long ticks, long lots, boolean takerBuys) {
    rescale(price, quantity);
    long newVolume = Math.addExact(volume, lots);
    long newTakerBuy = takerBuys && takerBuy != UNKNOWN ? takerBuy + lots : takerBuy;
    addQuote(Math.multiplyHigh(ticks, lots), ticks * lots);
    volume = newVolume;
    takerBuy = newTakerBuy;
    trades += trades == UNKNOWN ? 0 : 1;
    high = Math.max(high, ticks);
    low = Math.min(low, ticks);
    close = ticks;
  }

  /** Becomes a bar without trades, at the close of the one before it. */
  void beginFlat(long openTime, Bar previous) {
    begin(openTime, previous.priceScale, previous.quantityScale, previous.close, 0, false);
    trades = 0;
  }

  /** Becomes what the exchange states. */
  void begin(Kline kline) {
    int price = kline.instrument.priceScale();
    int quantity = kline.instrument.quantityScale();
    begin(kline.openTimeMs, price, quantity, kline.open, 0, false);
    high = kline.high;
    low = kline.low;
    close = kline.close;
    volume = kline.volume;
    takerBuy = kline.takerBuyVolume >= 0 ? Math.min(kline.takerBuyVolume, volume) : UNKNOWN;
    trades = kline.trades >= 0 ? kline.trades : UNKNOWN;
    quoteKnown = kline.quoteVolume >= 0 && Double.isFinite(kline.quoteVolume);
    if (quoteKnown) {
      BigInteger units =
          BigDecimal.valueOf(kline.quoteVolume)
              .setScale(price + quantity, RoundingMode.HALF_EVEN)
              .unscaledValue();
      quoteKnown = units.bitLength() <= 127;
      quoteHigh = units.shiftRight(64).longValue();
      quoteLow = units.longValue();
    }
  }

  /**
   * Appends a later bar to this one, which then covers both.
   *
   * @throws ArithmeticException when a number does not fit; nothing is appended then
   */
  void append(Bar later, boolean withVolume) {
    int price = Math.max(priceScale, later.priceScale);
    int quantity = Math.max(quantityScale, later.quantityScale);
    rescale(price, quantity);
    if (later.priceScale != price || later.quantityScale != quantity) {
      Bar finer = new Bar(); // only around the moment at which a scale grows
      finer.copyFrom(later);
      finer.rescale(price, quantity);
      append(finer, withVolume);
      return;
    }
    boolean flat = isFlat();
    if (withVolume) {
      long newVolume = Math.addExact(volume, later.volume);
      if (later.quoteKnown) {
        addQuote(later.quoteHigh, later.quoteLow);
      } else {
        quoteKnown = false;
      }
      volume = newVolume;
      takerBuy = known(takerBuy, later.takerBuy);
      trades = known(trades, later.trades);
    }
    if (flat) { // nothing has been traded yet: the later bar tells what the first prices are
      open = later.open;
      high = later.high;
      low = later.low;
    } else if (!later.isFlat()) {
      high = Math.max(high, later.high);
      low = Math.min(low, later.low);
    }
    close = later.close;
    partial |= later.partial;
  }

  /**
   * Learns from another, incomplete count of the same bar. Both lack trades of the bar and neither
   * counts any twice, so the larger volume is nearer to the truth.
   *
   * @param stated what the exchange states; knows the open, while the close here is newer
   */
  void complete(Bar stated) {
    rescale(stated.priceScale, stated.quantityScale);
    open = stated.open;
    high = Math.max(high, stated.high);
    low = Math.min(low, stated.low);
    if (stated.volume > volume) {
      copyVolumes(stated);
    }
  }

  private boolean isFlat() {
    return volume == 0 && high == low;
  }

  private void copyVolumes(Bar other) {
    volume = other.volume;
    takerBuy = other.takerBuy;
    trades = other.trades;
    quoteKnown = other.quoteKnown;
    quoteHigh = other.quoteHigh;
    quoteLow = other.quoteLow;
  }

  private static long known(long a, long b) {
    return a == UNKNOWN || b == UNKNOWN ? UNKNOWN : a + b;
  }

  private void addQuote(long moreHigh, long moreLow) {
    long sumHigh = quoteHigh + moreHigh + QuoteSum.carry(quoteLow, moreLow);
    if (sumHigh < 0) {
      throw new ArithmeticException("quote volume overflow");
    }
    quoteLow += moreLow;
    quoteHigh = sumHigh;
  }

  private void rescale(int price, int quantity) {
    if (price == priceScale && quantity == quantityScale) {
      return;
    }
    long ticks = Scale.power(price - priceScale);
    long lots = Scale.power(quantity - quantityScale);
    long newHigh = Math.multiplyExact(high, ticks); // the largest price: the others fit too
    long newVolume = Math.multiplyExact(volume, lots); // at least the taker part of it
    BigInteger quote =
        QuoteSum.toBigInteger(quoteHigh, quoteLow)
            .multiply(BigInteger.valueOf(ticks))
            .multiply(BigInteger.valueOf(lots));
    quoteHigh = QuoteSum.high(quote);
    quoteLow = quote.longValue();
    high = newHigh;
    open *= ticks;
    low *= ticks;
    close *= ticks;
    volume = newVolume;
    takerBuy = takerBuy == UNKNOWN ? UNKNOWN : takerBuy * lots;
    priceScale = price;
    quantityScale = quantity;
  }
}
