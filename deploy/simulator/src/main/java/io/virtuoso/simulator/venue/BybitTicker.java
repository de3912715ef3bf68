package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.LinkedHashMap;
import java.util.Map;

/** The fields of Bybit's ticker, in their order. */
public final class BybitTicker {
  private final Listing listing;
  private final JsonText scratch;

  public BybitTicker(Listing listing, JsonText scratch) {
    this.listing = listing;
    this.scratch = scratch;
  }

  /** Name to value, the value as JSON. */
  public Map<String, String> fields() {
    return listing.venue() == VenueId.BYBIT_SPOT ? spot() : linear();
  }

  private Map<String, String> spot() {
    SymbolMarket symbol = listing.symbol();
    Day today = listing.today();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("symbol", text(listing.name()));
    fields.put("lastPrice", price(symbol.last()));
    fields.put("highPrice24h", price(Math.max(today.high(), symbol.last())));
    fields.put("lowPrice24h", price(Math.min(today.low(), symbol.last())));
    fields.put("prevPrice24h", price(today.open()));
    fields.put("volume24h", quantity(today.volume()));
    fields.put("turnover24h", turnover(today));
    fields.put("price24hPcnt", real(change(today), 4));
    fields.put("usdIndexPrice", real(symbol.indexPrice(), Math.min(8, listing.priceScale() + 2)));
    return fields;
  }

  private double change(Day today) {
    return listing.value((double) today.last()) / listing.value((double) today.open()) - 1;
  }

  private Map<String, String> linear() {
    SymbolMarket symbol = listing.symbol();
    Positioning positioning = symbol.positioning();
    Day today = listing.today();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("symbol", text(listing.name()));
    fields.put("tickDirection", text(symbol.upTick() ? "PlusTick" : "MinusTick"));
    fields.put("price24hPcnt", real(change(today), 6));
    fields.put("lastPrice", price(symbol.last()));
    fields.put("prevPrice24h", price(today.open()));
    fields.put("highPrice24h", price(Math.max(today.high(), symbol.last())));
    fields.put("lowPrice24h", price(Math.min(today.low(), symbol.last())));
    fields.put("prevPrice1h", price(today.hourAgo()));
    int decimals = Math.min(8, listing.priceScale() + 1);
    fields.put("markPrice", real(symbol.markPrice(), decimals));
    fields.put("indexPrice", real(symbol.indexPrice(), decimals));
    double interest = positioning.openInterest();
    fields.put("openInterest", real(2 * interest, listing.quantityScale()));
    fields.put("openInterestValue", real(2 * interest * symbol.markPrice(), 2));
    fields.put("turnover24h", turnover(today));
    fields.put("volume24h", quantity(today.volume()));
    fields.put("fundingIntervalHour", text("8"));
    fields.put("fundingCap", text("0.02"));
    fields.put("nextFundingTime", text(Long.toString(positioning.nextFunding())));
    fields.put("fundingRate", real(positioning.fundingRate(), 8));
    quote(fields, "bid1", symbol.book().bids());
    quote(fields, "ask1", symbol.book().asks());
    fields.put("singleOpenInterest", real(interest, listing.quantityScale()));
    fields.put("singleOpenInterestValue", real(interest * symbol.markPrice(), 2));
    return fields;
  }

  private void quote(Map<String, String> fields, String which, BookSide side) {
    fields.put(which + "Price", price(side.price(0)));
    fields.put(which + "Size", quantity(side.quantity(0)));
  }

  private String price(long ticks) {
    listing.price(scratch, ticks);
    return scratch.take();
  }

  private String quantity(long lots) {
    listing.quantity(scratch, lots);
    return scratch.take();
  }

  private String turnover(Day today) {
    listing.turnover(scratch, today.turnover(), today.volume());
    return scratch.take();
  }

  private String real(double value, int decimals) {
    return scratch.decimal(Math.round(value * Math.pow(10, decimals)), decimals, decimals).take();
  }

  private String text(String value) {
    return scratch.text(value).take();
  }

  /** The fields of the request interface's list, which differ a little from the stream's. */
  public Map<String, String> listed() {
    Map<String, String> fields = new LinkedHashMap<>();
    if (listing.venue() == VenueId.BYBIT_SPOT) {
      fields.put("symbol", text(listing.name()));
      quote(fields, "bid1", listing.symbol().book().bids());
      quote(fields, "ask1", listing.symbol().book().asks());
    }
    fields().forEach(fields::putIfAbsent);
    fields.remove("tickDirection");
    return fields;
  }

  /** Steps between two messages of the stream. */
  static int everySteps(VenueId venue) {
    return venue == VenueId.BYBIT_SPOT ? STEPS_PER_SECOND / 20 : STEPS_PER_SECOND / 10;
  }
}
