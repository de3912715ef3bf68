package io.virtuoso.engine.inbound.exchange.live.dialect;

import java.util.List;
import java.util.OptionalInt;

/**
 * A page of an instrument list.
 *
 * @param nextCursor of the next page; empty after the last one
 * @param units the first rate limit as the exchange states it here, if it does
 */
public record InstrumentPage(List<Listing> listings, String nextCursor, OptionalInt units) {
  public InstrumentPage {
    listings = List.copyOf(listings);
  }
}
