package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.market.Instrument;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.Numerals;
import io.virtuoso.simulator.wire.VenueId;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A symbol as one venue lists it: the common market, moved by the venue's basis and written in its
 * decimals.
 */
public final class Listing {
  private static final double USDM_BASIS = 3.0e-4;
  private static final double BYBIT_BASIS = 2.5e-4;
  private static final double OKX_BASIS = 2.8e-4;
  private static final int SPOT_DECIMALS = 8;

  /** OKX counts swaps in contracts of ten lots each, which can be traded in tenths. */
  private static final int CONTRACT_DECIMALS = 1;

  private static final long LOTS_PER_CONTRACT = 10;

  private final VenueId venue;
  private final Market market;
  private final SymbolMarket symbol;
  private final FaultBoard faults;
  private final String nativeName;
  private final Numerals numerals;
  private final long offset;
  private final int priceScale;
  private final int baseScale;
  private final int quantityScale;
  private final int priceShown;
  private final int quantityShown;
  private final int turnoverShown;
  private @Nullable Day today;
  private long todayTime;

  Listing(VenueId venue, Market market, SymbolMarket symbol, FaultBoard faults) {
    this.venue = venue;
    this.market = market;
    this.symbol = symbol;
    this.faults = faults;
    Instrument instrument = symbol.instrument();
    String base = instrument.base();
    String quote = instrument.quote();
    nativeName =
        switch (venue) {
          case BINANCE_SPOT, BINANCE_USDM, BYBIT_LINEAR, BYBIT_SPOT -> base + quote;
          case OKX, COINBASE -> base + "-" + quote;
          case OKX_SWAP -> base + "-" + quote + "-SWAP";
          case KRAKEN -> base + "/" + quote;
        };
    numerals =
        switch (venue) {
          case BINANCE_SPOT, BINANCE_USDM, BYBIT_LINEAR, BYBIT_SPOT, COINBASE -> Numerals.FIXED;
          case OKX, OKX_SWAP -> Numerals.SHORT;
          case KRAKEN -> Numerals.BARE;
        };
    double ticks = instrument.startPrice() / instrument.tick();
    offset =
        switch (venue) {
          case BINANCE_SPOT -> 0;
          case BINANCE_USDM -> Math.max(1, Math.round(ticks * USDM_BASIS));
          case BYBIT_LINEAR -> Math.max(1, Math.round(ticks * BYBIT_BASIS));
          case OKX_SWAP -> Math.max(1, Math.round(ticks * OKX_BASIS));
          case BYBIT_SPOT, OKX -> 1;
          case COINBASE -> 2;
          case KRAKEN -> -1;
        };
    priceScale = instrument.priceDecimals();
    baseScale = instrument.quantityDecimals();
    quantityScale = venue == VenueId.OKX_SWAP ? CONTRACT_DECIMALS : baseScale;
    boolean longest = venue == VenueId.BINANCE_SPOT;
    priceShown = longest ? SPOT_DECIMALS : priceScale;
    quantityShown = longest || venue == VenueId.KRAKEN ? SPOT_DECIMALS : quantityScale;
    turnoverShown = longest ? SPOT_DECIMALS : priceScale + baseScale;
  }

  public VenueId venue() {
    return venue;
  }

  public SymbolMarket symbol() {
    return symbol;
  }

  /** Name of the symbol in the common market, upper case. */
  public String name() {
    return symbol.instrument().symbol();
  }

  /** Name of the symbol as the venue spells it. */
  public String nativeName() {
    return nativeName;
  }

  /** The latest 24 hours, which have a thousand minutes: added up once a second. */
  public Day today() {
    Day day = today;
    if (day == null || now() - todayTime >= 1_000) {
      day = Day.of(symbol);
      today = day;
      todayTime = now();
    }
    return day;
  }

  /** What this venue's prices have on the common market's, in ticks. */
  public long offset() {
    return offset;
  }

  /** Market time, ms since 1970. */
  public long now() {
    return market.now();
  }

  /** Time to write into a message: market time, unless it is made to stand still. */
  public long stamp(Channel channel) {
    if (faults.quiet()) {
      return now();
    }
    Fault fault = faults.apply(FaultKind.FREEZE_TIME, venue, name(), channel);
    return fault == null ? now() : Math.min(now(), fault.since());
  }

  /** Whether this book message must carry a crossed level; counted as done. */
  boolean crossed() {
    return !faults.quiet() && faults.apply(FaultKind.CROSSED, venue, name(), Channel.BOOK) != null;
  }

  public JsonText price(JsonText out, String member, long ticks) {
    return out.decimal(numerals, member, ticks + offset, priceScale, priceShown);
  }

  public JsonText price(JsonText out, long ticks) {
    return out.decimal(numerals, ticks + offset, priceScale, priceShown);
  }

  /** A price in another style than the venue's usual one. */
  public JsonText price(JsonText out, Numerals style, String member, long ticks) {
    return out.decimal(style, member, ticks + offset, priceScale, priceShown);
  }

  public JsonText price(JsonText out, Numerals style, long ticks) {
    return out.decimal(style, ticks + offset, priceScale, priceShown);
  }

  /** A difference of prices: without the basis. */
  public JsonText change(JsonText out, String member, long ticks) {
    return out.decimal(numerals, member, ticks, priceScale, priceShown);
  }

  public JsonText quantity(JsonText out, String member, long lots) {
    return out.decimal(numerals, member, lots, quantityScale, quantityShown);
  }

  public JsonText quantity(JsonText out, long lots) {
    return out.decimal(numerals, lots, quantityScale, quantityShown);
  }

  /** A quantity in another style than the venue's usual one. */
  public JsonText quantity(JsonText out, Numerals style, String member, long lots) {
    return out.decimal(style, member, lots, quantityScale, quantityShown);
  }

  public JsonText quantity(JsonText out, Numerals style, long lots) {
    return out.decimal(style, lots, quantityScale, quantityShown);
  }

  /** A quantity with eight decimals. */
  public JsonText longQuantity(JsonText out, String member, long lots) {
    return out.decimal(member, lots, quantityScale, SPOT_DECIMALS);
  }

  /** A quantity in base currency, where the venue's own unit is another. */
  public JsonText base(JsonText out, String member, long lots) {
    return out.decimal(numerals, member, lots, baseScale, baseScale);
  }

  public JsonText base(JsonText out, long lots) {
    return out.decimal(numerals, lots, baseScale, baseScale);
  }

  /** Price times quantity, given in the common market's ticks times lots. */
  public JsonText turnover(JsonText out, String member, long turnover, long volume) {
    return out.decimal(
        numerals, member, turnover + offset * volume, priceScale + baseScale, turnoverShown);
  }

  public JsonText turnover(JsonText out, long turnover, long volume) {
    return out.decimal(numerals, turnover + offset * volume, priceScale + baseScale, turnoverShown);
  }

  /** Turnover by volume, in ticks of the common market; 0 ticks of the venue without volume. */
  public long average(long turnover, long volume) {
    return volume == 0 ? -offset : Math.round((double) turnover / volume);
  }

  /** A price's digits without its point. */
  long priceDigits(long ticks) {
    return ticks + offset;
  }

  /** A quantity's digits without its point and without zeros in front. */
  long quantityDigits(long lots) {
    long digits = lots;
    for (int place = quantityScale; place < quantityShown; place++) {
      digits *= 10;
    }
    return digits;
  }

  /** Base currency in one unit of quantity: 1 but for contracts. */
  public double contractValue() {
    return venue == VenueId.OKX_SWAP ? LOTS_PER_CONTRACT * symbol.instrument().lot() : 1;
  }

  /** The same as text. */
  public String contractText() {
    return BigDecimal.valueOf(LOTS_PER_CONTRACT, baseScale).stripTrailingZeros().toPlainString();
  }

  /** A level {@code [price, quantity]}. */
  public void level(JsonText out, long ticks, long lots) {
    out.array();
    price(out, ticks);
    quantity(out, lots);
    out.close();
  }

  /** Price of this venue in quote currency. */
  public double value(double ticks) {
    return (ticks + offset) * symbol.instrument().tick();
  }

  public int priceScale() {
    return priceScale;
  }

  public int quantityScale() {
    return quantityScale;
  }

  public int priceShown() {
    return priceShown;
  }

  public int quantityShown() {
    return quantityShown;
  }
}
