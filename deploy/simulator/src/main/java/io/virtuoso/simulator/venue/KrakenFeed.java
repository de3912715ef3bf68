package io.virtuoso.simulator.venue;

import static io.virtuoso.simulator.market.Market.STEPS_PER_SECOND;

import io.virtuoso.simulator.market.Bar;
import io.virtuoso.simulator.market.BarInterval;
import io.virtuoso.simulator.market.BarSeries;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * One pair's channels on Kraken. A stream is named {@code channel:pair}, with depth or interval
 * behind it where there are several.
 */
final class KrakenFeed implements SymbolFeed {
  private static final int TRADES_KEPT = 50;
  private static final int BARS_TOLD = 10;

  private final Listing listing;
  private final KrakenFrames frames;
  private final List<KrakenBook> books;
  private final Stream trades;
  private final Stream ticker;
  private final Map<BarInterval, Stream> candles = new EnumMap<>(BarInterval.class);
  private final Map<BarInterval, Long> told = new EnumMap<>(BarInterval.class);
  private final Deque<KrakenFrames.Timed> past = new ArrayDeque<>();
  private final List<KrakenFrames.Timed> fresh = new ArrayList<>();

  KrakenFeed(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    IsoTime times = new IsoTime();
    frames = new KrakenFrames(listing, out, times);
    books =
        IntStream.of(10, 25, 100, 500, 1_000)
            .mapToObj(depth -> new KrakenBook(venue, listing, out, times, depth))
            .toList();
    String pair = listing.nativeName();
    trades =
        venue.open("trade:" + pair, listing, Channel.TRADE, Route.NONE, (to, _) -> tellPast(to));
    ticker =
        venue.open(
            "ticker:" + pair, listing, Channel.TICKER, Route.NONE, (to, _) -> tellTicker(to));
    for (BarInterval interval : BarInterval.values()) {
      candles.put(
          interval,
          venue.open(
              "ohlc:" + pair + ":" + KrakenFrames.minutes(interval),
              listing,
              Channel.KLINE,
              Route.NONE,
              (to, _) -> tellBars(to, interval)));
    }
  }

  private void tellPast(Subscriber subscriber) {
    trades.tell(subscriber, frames.trades("snapshot", past));
  }

  private void tellTicker(Subscriber subscriber) {
    ticker.tell(subscriber, frames.ticker("snapshot"));
  }

  private void tellBars(Subscriber subscriber, BarInterval interval) {
    BarSeries series = listing.symbol().series(interval);
    List<Bar> bars = new ArrayList<>();
    for (int age = Math.min(BARS_TOLD, series.size()) - 1; age >= 0; age--) {
      bars.add(series.closed(age));
    }
    if (series.currentTrades() > 0) {
      bars.add(series.current());
    }
    Stream stream = candles.get(interval);
    if (stream != null) {
      stream.tell(subscriber, frames.candles("snapshot", interval, bars));
    }
  }

  @Override
  public void trade(long id, long price, long quantity, boolean buy) {
    KrakenFrames.Timed trade =
        new KrakenFrames.Timed(new Print(id, price, quantity, buy), listing.stamp(Channel.TRADE));
    if (past.size() == TRADES_KEPT) {
      past.removeFirst();
    }
    past.addLast(trade);
    if (!trades.idle()) {
      fresh.add(trade);
    }
  }

  @Override
  public void quote() {
    // Best prices come with trades.
  }

  @Override
  public void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    // Spot has none.
  }

  /** No message says that a bar is closed; but its last state is told. */
  @Override
  public void closed(BarInterval interval, Bar bar) {
    tell(interval, bar);
  }

  @Override
  public void step(long steps) {
    if (!fresh.isEmpty()) {
      trades.publish(frames.trades("update", fresh));
      fresh.clear();
      if (!ticker.idle()) {
        ticker.publish(frames.ticker("update"));
      }
    }
    for (int i = 0; i < books.size(); i++) {
      books.get(i).step();
    }
    if ((steps + listing.symbol().index()) % STEPS_PER_SECOND == 0) {
      for (BarInterval interval : BarInterval.values()) {
        BarSeries series = listing.symbol().series(interval);
        if (series.currentTrades() > 0) {
          tell(interval, series.current());
        }
      }
    }
  }

  /** Tells a bar once for each trade that was the last in it. */
  private void tell(BarInterval interval, Bar bar) {
    Stream stream = candles.get(interval);
    boolean news = bar.trades() > 0 && told.getOrDefault(interval, 0L) != bar.lastTradeId();
    if (stream != null && !stream.idle() && news) {
      told.put(interval, bar.lastTradeId());
      stream.publish(frames.candles("update", interval, List.of(bar)));
    }
  }

  @Override
  public long bookMessages() {
    return 0;
  }
}
