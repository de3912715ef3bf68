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
import java.util.Locale;
import java.util.Map;

/** One symbol's streams on Binance, spot or USD-M. */
final class BinanceFeed implements SymbolFeed {
  private static final long SPOT_CANDLE_SECONDS = 2;
  private static final long USDM_CANDLE_SECONDS = 1;

  private final Listing listing;
  private final BinanceFrames frames;
  private final boolean spot;
  private final Stream trades;
  private final Stream aggregateTrades;
  private final Stream quotes;
  private final Stream ticker;
  private final Stream miniTicker;
  private final List<BinanceDepth> depths = new ArrayList<>();
  private final Map<BarInterval, Stream> candles = new EnumMap<>(BarInterval.class);
  private final BinancePerpetual perpetual;
  private long candleTradeId;

  BinanceFeed(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    frames = new BinanceFrames(listing, out);
    spot = listing.venue() == VenueId.BINANCE_SPOT;
    Route order = spot ? Route.NONE : Route.PUBLIC;
    Route market = spot ? Route.NONE : Route.MARKET;
    String prefix = listing.name().toLowerCase(Locale.ROOT) + "@";
    trades = venue.open(prefix + "trade", listing, Channel.TRADE, order);
    aggregateTrades = venue.open(prefix + "aggTrade", listing, Channel.TRADE, market);
    quotes = venue.open(prefix + "bookTicker", listing, Channel.QUOTE, order);
    ticker = venue.open(prefix + "ticker", listing, Channel.TICKER, market);
    miniTicker = venue.open(prefix + "miniTicker", listing, Channel.TICKER, market);
    for (BarInterval interval : BarInterval.values()) {
      String name = prefix + "kline_" + BinanceFrames.interval(interval);
      candles.put(interval, venue.open(name, listing, Channel.KLINE, market));
    }
    String depth = prefix + "depth";
    depths.add(
        new BinanceDepth(venue, listing, frames, depth + "@100ms", order, STEPS_PER_SECOND / 10));
    if (spot) {
      depths.add(new BinanceDepth(venue, listing, frames, depth, order, STEPS_PER_SECOND));
    } else {
      depths.add(new BinanceDepth(venue, listing, frames, depth, order, STEPS_PER_SECOND / 4));
      depths.add(
          new BinanceDepth(venue, listing, frames, depth + "@500ms", order, STEPS_PER_SECOND / 2));
      depths.add(new BinanceDepth(venue, listing, frames, depth + "@0ms", order, 1));
    }
    perpetual = new BinancePerpetual(venue, listing, frames, prefix, spot);
  }

  @Override
  public void trade(long id, long price, long quantity, boolean buy) {
    if (!trades.idle()) {
      trades.publish(frames.trade(id, price, quantity, buy));
    }
    if (!aggregateTrades.idle()) {
      aggregateTrades.publish(frames.aggregateTrade(id, price, quantity, buy));
    }
  }

  @Override
  public void quote() {
    if (!quotes.idle()) {
      quotes.publish(frames.quote());
    }
  }

  @Override
  public void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    perpetual.liquidation(longClosed, limitPrice, averagePrice, quantity);
  }

  @Override
  public void closed(BarInterval interval, Bar bar) {
    Stream stream = candles.get(interval);
    if (stream != null && !stream.idle()) {
      stream.publish(frames.candle(interval, bar, true));
    }
  }

  @Override
  public void step(long steps) {
    for (int i = 0; i < depths.size(); i++) {
      depths.get(i).step(steps);
    }
    long turn = steps + listing.symbol().index();
    perpetual.step(turn);
    long candleSeconds = spot ? SPOT_CANDLE_SECONDS : USDM_CANDLE_SECONDS;
    if (turn % (candleSeconds * STEPS_PER_SECOND) == 0
        && listing.symbol().lastTradeId() != candleTradeId) {
      candleTradeId = listing.symbol().lastTradeId();
      candles.forEach(this::progress);
    }
    if (turn % STEPS_PER_SECOND == 0 && !(ticker.idle() && miniTicker.idle())) {
      Day day = Day.of(listing.symbol());
      if (!ticker.idle()) {
        ticker.publish(frames.ticker(day));
      }
      if (!miniTicker.idle()) {
        miniTicker.publish(frames.miniTicker(day));
      }
    }
  }

  @Override
  public long bookMessages() {
    return 0;
  }

  private void progress(BarInterval interval, Stream stream) {
    BarSeries series = listing.symbol().series(interval);
    if (!stream.idle() && series.currentTrades() > 0) {
      stream.publish(frames.candle(interval, series.current(), false));
    }
  }
}
