package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.market.MarketListener;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.EnumMap;
import java.util.Map;

/**
 * The market and the venues that tell about it, without any socket: the same steps give the same
 * frames.
 *
 * <p>Not thread-safe.
 */
public final class Exchange implements MarketListener {
  private final Market market;
  private final FaultBoard faults;
  private final Map<VenueId, Venue> venues = new EnumMap<>(VenueId.class);

  public Exchange(Market market) {
    this.market = market;
    faults = new FaultBoard(market.now());
    JsonText out = new JsonText();
    for (VenueId id : VenueId.values()) {
      venues.put(id, new Venue(id, market, faults, out));
    }
  }

  public Market market() {
    return market;
  }

  public FaultBoard faults() {
    return faults;
  }

  public Venue venue(VenueId id) {
    Venue venue = venues.get(id);
    if (venue == null) {
      throw new IllegalArgumentException("no venue " + id);
    }
    return venue;
  }

  /** Lets one step of market time pass and sends what it brings. */
  public void step() {
    faults.advance(market.now() + Market.STEP_MILLIS);
    market.step(this);
    for (Venue venue : venues.values()) {
      for (SymbolMarket symbol : market.symbols()) {
        venue.feed(symbol).step(market.steps());
      }
    }
  }

  @Override
  public void trade(SymbolMarket symbol, long id, long price, long quantity, boolean buy) {
    for (Venue venue : venues.values()) {
      venue.feed(symbol).trade(id, price, quantity, buy);
    }
  }

  @Override
  public void quote(SymbolMarket symbol) {
    for (Venue venue : venues.values()) {
      venue.feed(symbol).quote();
    }
  }

  @Override
  public void liquidation(
      SymbolMarket symbol,
      boolean longClosed,
      long limitPrice,
      double averagePrice,
      long quantity) {
    for (Venue venue : venues.values()) {
      venue.feed(symbol).liquidation(longClosed, limitPrice, averagePrice, quantity);
    }
  }

  @Override
  public void closed(SymbolMarket symbol, BarInterval interval, Bar bar) {
    for (Venue venue : venues.values()) {
      venue.feed(symbol).closed(interval, bar);
    }
  }
}
