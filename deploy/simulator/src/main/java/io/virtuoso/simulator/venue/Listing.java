package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/**
 * A symbol as one venue lists it: the common market, moved by the venue's basis and written in its
 * decimals.
 */
public final class Listing {
  private static final double USDM_BASIS = 3.0e-4;
  private static final double BYBIT_BASIS = 2.5e-4;
  private static final int SPOT_DECIMALS = 8;

  private final VenueId venue;
  private final Market market;
  private final SymbolMarket symbol;
  private final FaultBoard faults;
  private final long offset;
  private final int priceScale;
  private final int quantityScale;
  private final int priceShown;
  private final int quantityShown;
  private final int turnoverShown;

  Listing(VenueId venue, Market market, SymbolMarket symbol, FaultBoard faults) {
    this.venue = venue;
    this.market = market;
    this.symbol = symbol;
    this.faults = faults;
    double ticks = symbol.instrument().startPrice() / symbol.instrument().tick();
    offset =
        switch (venue) {
          case BINANCE_SPOT -> 0;
          case BINANCE_USDM -> Math.max(1, Math.round(ticks * USDM_BASIS));
          case BYBIT_LINEAR -> Math.max(1, Math.round(ticks * BYBIT_BASIS));
          case BYBIT_SPOT -> 1;
        };
    priceScale = symbol.instrument().priceDecimals();
    quantityScale = symbol.instrument().quantityDecimals();
    boolean spot = venue == VenueId.BINANCE_SPOT;
    priceShown = spot ? SPOT_DECIMALS : priceScale;
    quantityShown = spot ? SPOT_DECIMALS : quantityScale;
    turnoverShown = spot ? SPOT_DECIMALS : priceScale + quantityScale;
  }

  public VenueId venue() {
    return venue;
  }

  public SymbolMarket symbol() {
    return symbol;
  }

  /** Name of the symbol, upper case. */
  public String name() {
    return symbol.instrument().symbol();
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
    return out.decimal(member, ticks + offset, priceScale, priceShown);
  }

  public JsonText price(JsonText out, long ticks) {
    return out.decimal(ticks + offset, priceScale, priceShown);
  }

  /** A difference of prices: without the basis. */
  public JsonText change(JsonText out, String member, long ticks) {
    return out.decimal(member, ticks, priceScale, priceShown);
  }

  public JsonText quantity(JsonText out, String member, long lots) {
    return out.decimal(member, lots, quantityScale, quantityShown);
  }

  public JsonText quantity(JsonText out, long lots) {
    return out.decimal(lots, quantityScale, quantityShown);
  }

  /** Price times quantity, given in the common market's ticks times lots. */
  public JsonText turnover(JsonText out, String member, long turnover, long volume) {
    return out.decimal(
        member, turnover + offset * volume, priceScale + quantityScale, turnoverShown);
  }

  public JsonText turnover(JsonText out, long turnover, long volume) {
    return out.decimal(turnover + offset * volume, priceScale + quantityScale, turnoverShown);
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
