package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/** What OKX's streams and its request interface write alike. */
public final class OkxBars {
  private OkxBars() {}

  /** A bar: time, prices, volume, the same in base and in quote currency, whether it is closed. */
  public static void candle(Listing listing, JsonText out, Bar bar, boolean closed) {
    out.array().text(Long.toString(bar.openTime()));
    listing.price(out, bar.open());
    listing.price(out, bar.high());
    listing.price(out, bar.low());
    listing.price(out, bar.close());
    listing.quantity(out, bar.volume());
    if (listing.venue() == VenueId.OKX) {
      listing.turnover(out, bar.turnover(), bar.volume());
    } else {
      listing.base(out, bar.volume());
    }
    listing.turnover(out, bar.turnover(), bar.volume());
    out.text(closed ? "1" : "0").close();
  }

  /** Open interest in contracts, base and quote currency, of one side; into an open object. */
  public static void openInterest(Listing listing, JsonText out) {
    SymbolMarket symbol = listing.symbol();
    double base = symbol.positioning().openInterest();
    out.text("instId", listing.nativeName())
        .text("instType", "SWAP")
        .real("oi", base / listing.contractValue(), 2)
        .real("oiCcy", base, symbol.instrument().quantityDecimals())
        .real("oiUsd", base * symbol.markPrice(), 2)
        .text("ts", Long.toString(listing.stamp(Channel.MARK)));
  }
}
