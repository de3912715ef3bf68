package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One symbol's topics on Bybit. */
final class BybitFeed implements SymbolFeed {
  private static final int MOST_TRADES = 1_024;

  private final Listing listing;
  private final BybitFrames frames;
  private final Stream trades;
  private final @Nullable Stream liquidations;
  private final BybitTickerTopic ticker;
  private final List<BybitBook> books;
  private final Map<BarInterval, Stream> candles = new EnumMap<>(BarInterval.class);
  private final List<Print> prints = new ArrayList<>();
  private final List<Forced> forced = new ArrayList<>();
  private long candleTradeId;

  BybitFeed(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    frames = new BybitFrames(listing, out);
    trades = venue.open("publicTrade." + listing.name(), listing, Channel.TRADE, Route.NONE);
    boolean spot = listing.venue() == VenueId.BYBIT_SPOT;
    liquidations =
        spot
            ? null
            : venue.open(
                "allLiquidation." + listing.name(), listing, Channel.LIQUIDATION, Route.NONE);
    ticker = new BybitTickerTopic(venue, listing, out);
    books =
        List.of(
            new BybitBook(venue, listing, out, 1, 1),
            new BybitBook(venue, listing, out, 50, 1),
            new BybitBook(venue, listing, out, 200, STEPS_PER_SECOND / 10),
            new BybitBook(venue, listing, out, 1_000, STEPS_PER_SECOND / 5));
    for (BarInterval interval : BarInterval.values()) {
      String topic = "kline." + BybitFrames.interval(interval) + "." + listing.name();
      candles.put(interval, venue.open(topic, listing, Channel.KLINE, Route.NONE));
    }
  }

  @Override
  public void trade(long id, long price, long quantity, boolean buy) {
    if (trades.idle()) {
      return;
    }
    prints.add(new Print(id, price, quantity, buy));
    if (prints.size() == MOST_TRADES) {
      flushTrades();
    }
  }

  @Override
  public void quote() {
    // The best level is one of the book topics here.
  }

  @Override
  public void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    if (liquidations != null && !liquidations.idle()) {
      forced.add(new Forced(longClosed, limitPrice, quantity, listing.now()));
    }
  }

  @Override
  public void closed(BarInterval interval, Bar bar) {
    Stream stream = candles.get(interval);
    if (stream != null && !stream.idle()) {
      stream.publish(frames.candle(stream.name(), interval, bar, true));
    }
  }

  @Override
  public void step(long steps) {
    flushTrades();
    for (int i = 0; i < books.size(); i++) {
      books.get(i).step(steps);
    }
    ticker.step(steps);
    long turn = steps + listing.symbol().index();
    if (liquidations != null && turn % (STEPS_PER_SECOND / 2) == 0 && !forced.isEmpty()) {
      liquidations.publish(frames.liquidations(liquidations.name(), forced));
      forced.clear();
    }
    if (turn % STEPS_PER_SECOND == 0 && listing.symbol().lastTradeId() != candleTradeId) {
      candleTradeId = listing.symbol().lastTradeId();
      candles.forEach(this::progress);
    }
  }

  @Override
  public long bookMessages() {
    return books.getLast().messages();
  }

  private void flushTrades() {
    if (!prints.isEmpty()) {
      trades.publish(frames.trades(trades.name(), prints));
      prints.clear();
    }
  }

  private void progress(BarInterval interval, Stream stream) {
    BarSeries series = listing.symbol().series(interval);
    if (!stream.idle() && series.currentTrades() > 0) {
      stream.publish(frames.candle(stream.name(), interval, series.current(), false));
    }
  }
}
