package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.wire.JsonText;

/** The part of Binance's 24-hour ticker that stream and request share. */
public final class BinanceTicker {
  private BinanceTicker() {}

  /** Writes price change, change in percent and weighted average under the given names. */
  public static void change(
      Listing listing, JsonText out, Day day, String change, String percent, String average) {
    long difference = day.last() - day.open();
    listing.change(out, change, difference);
    out.real(percent, 100.0 * difference / (day.open() + listing.offset()), 3);
    double mean = day.volume() == 0 ? day.last() : (double) day.turnover() / day.volume();
    out.real(average, listing.value(mean), 8);
  }
}
