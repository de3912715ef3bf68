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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One instrument's channels on OKX. A stream is named {@code channel:instrument}. */
final class OkxFeed implements SymbolFeed {
  private static final int MOST_TRADES = 1_024;
  private static final long MARK_STEPS = STEPS_PER_SECOND / 5;
  private static final long INTEREST_STEPS = 3L * STEPS_PER_SECOND;
  private static final long FUNDING_STEPS = 30L * STEPS_PER_SECOND;

  private final Listing listing;
  private final OkxFrames frames;
  private final OkxBook book;
  private final Stream trades;
  private final Stream quotes;
  private final Stream ticker;
  private final @Nullable Swap swap;
  private final Map<BarInterval, Stream> candles = new EnumMap<>(BarInterval.class);
  private final List<Print> prints = new ArrayList<>();
  private long candleTradeId;
  private boolean tickerMoved;

  /** What only swaps have. */
  private record Swap(
      Stream mark, Stream index, Stream funding, Stream openInterest, Stream liquidations) {}

  OkxFeed(Venue venue, Listing listing, JsonText out) {
    this.listing = listing;
    frames = new OkxFrames(listing, out);
    book = new OkxBook(venue, listing, out);
    String name = listing.nativeName();
    trades = venue.open("trades:" + name, listing, Channel.TRADE, Route.PUBLIC);
    quotes = venue.open("bbo-tbt:" + name, listing, Channel.QUOTE, Route.PUBLIC);
    ticker = venue.open("tickers:" + name, listing, Channel.TICKER, Route.PUBLIC);
    for (BarInterval interval : BarInterval.values()) {
      String channel = "candle" + OkxFrames.interval(interval) + ":" + name;
      candles.put(interval, venue.open(channel, listing, Channel.KLINE, Route.BUSINESS));
    }
    swap = listing.venue() == VenueId.OKX_SWAP ? swap(venue, listing, name) : null;
  }

  private Swap swap(Venue venue, Listing listing, String name) {
    return new Swap(
        open(venue, "mark-price:" + name, frames::mark),
        open(venue, "index-tickers:" + OkxFrames.index(listing), frames::index),
        open(venue, "funding-rate:" + name, frames::funding),
        open(venue, "open-interest:" + name, frames::openInterest),
        venue.openForAll("liquidation-orders:SWAP", Channel.LIQUIDATION, Route.PUBLIC));
  }

  /** A stream of states, which tells the present one to whoever comes. */
  private Stream open(Venue venue, String name, Supplier<String> state) {
    Stream[] opened = new Stream[1];
    opened[0] =
        venue.open(
            name,
            listing,
            Channel.MARK,
            Route.PUBLIC,
            (subscriber, _) -> opened[0].tell(subscriber, state.get()));
    return opened[0];
  }

  @Override
  public void trade(long id, long price, long quantity, boolean buy) {
    tickerMoved = true;
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
    tickerMoved = true;
    if (!quotes.idle()) {
      quotes.publish(frames.quote());
    }
  }

  @Override
  public void liquidation(boolean longClosed, long limitPrice, double averagePrice, long quantity) {
    if (swap != null && !swap.liquidations().idle()) {
      Forced forced = new Forced(longClosed, limitPrice, quantity, listing.now());
      swap.liquidations().publish(frames.liquidations(List.of(forced)));
    }
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
    flushTrades();
    book.step(steps);
    long turn = steps + listing.symbol().index();
    if (tickerMoved && turn % (STEPS_PER_SECOND / 10) == 0 && !ticker.idle()) {
      tickerMoved = false;
      ticker.publish(frames.ticker());
    }
    if (swap != null) {
      step(swap, turn);
    }
    if (turn % STEPS_PER_SECOND == 0 && listing.symbol().lastTradeId() != candleTradeId) {
      candleTradeId = listing.symbol().lastTradeId();
      candles.forEach(this::progress);
    }
  }

  private void step(Swap states, long turn) {
    if (turn % MARK_STEPS == 0) {
      if (!states.mark().idle()) {
        states.mark().publish(frames.mark());
      }
      if (!states.index().idle()) {
        states.index().publish(frames.index());
      }
    }
    if (turn % INTEREST_STEPS == 0 && !states.openInterest().idle()) {
      states.openInterest().publish(frames.openInterest());
    }
    if (turn % FUNDING_STEPS == 0 && !states.funding().idle()) {
      states.funding().publish(frames.funding());
    }
  }

  @Override
  public long bookMessages() {
    return 0;
  }

  private void flushTrades() {
    if (!prints.isEmpty()) {
      OkxFrames.join(prints).forEach(print -> trades.publish(frames.trade(print)));
      prints.clear();
    }
  }

  private void progress(BarInterval interval, Stream stream) {
    BarSeries series = listing.symbol().series(interval);
    if (!stream.idle() && series.currentTrades() > 0) {
      stream.publish(frames.candle(interval, series.current(), false));
    }
  }
}
