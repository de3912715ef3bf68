package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Positioning;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of Bybit's ticker of a linear perpetual, in their order. */
public final class BybitTicker {
  private final Listing listing;
  private final JsonText scratch;
  private @Nullable Day day;
  private long dayTime;

  public BybitTicker(Listing listing, JsonText scratch) {
    this.listing = listing;
    this.scratch = scratch;
  }

  /** Name to value, the value as JSON. */
  public Map<String, String> fields() {
    SymbolMarket symbol = listing.symbol();
    Positioning positioning = symbol.positioning();
    Day today = day();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("symbol", text(listing.name()));
    fields.put("tickDirection", text(symbol.upTick() ? "PlusTick" : "MinusTick"));
    double opening = listing.value((double) today.open());
    fields.put("price24hPcnt", real(listing.value((double) today.last()) / opening - 1, 6));
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

  /** A day has a thousand minutes: adding them up once a second is enough. */
  private Day day() {
    Day today = day;
    if (today == null || listing.now() - dayTime >= 1_000) {
      today = Day.of(listing.symbol());
      day = today;
      dayTime = listing.now();
    }
    return today;
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

  /** Steps between two messages of the stream. */
  static int everySteps() {
    return STEPS_PER_SECOND / 10;
  }
}
