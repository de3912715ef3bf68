package io.virtuoso.simulator.venue;

import io.virtuoso.simulator.fault.FaultBoard;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.market.SymbolMarket;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One imitated exchange: its listings and its streams. */
public final class Venue {
  private static final Stream.Welcome SILENT = (_, _) -> {};

  private record Entry(Stream stream, Route route) {}

  private final VenueId id;
  private final Market market;
  private final FaultBoard faults;
  private final FrameCount frames = new FrameCount();
  private final Map<String, Entry> streams = new HashMap<>();
  private final Map<String, Listing> listings = new HashMap<>();
  private final Map<String, Listing> byNativeName = new HashMap<>();
  private final List<Listing> ordered = new ArrayList<>();
  private final List<SymbolFeed> feeds = new ArrayList<>();

  Venue(VenueId id, Market market, FaultBoard faults, JsonText out) {
    this.id = id;
    this.market = market;
    this.faults = faults;
    for (SymbolMarket symbol : market.symbols()) {
      Listing listing = new Listing(id, market, symbol, faults);
      listings.put(listing.name(), listing);
      byNativeName.put(listing.nativeName(), listing);
      ordered.add(listing);
      feeds.add(
          switch (id) {
            case BINANCE_SPOT, BINANCE_USDM -> new BinanceFeed(this, listing, out);
            case BYBIT_LINEAR, BYBIT_SPOT -> new BybitFeed(this, listing, out);
            case OKX, OKX_SWAP -> new OkxFeed(this, listing, out);
            case COINBASE -> new CoinbaseFeed(this, listing, out);
            case KRAKEN -> new KrakenFeed(this, listing, out);
          });
    }
  }

  public VenueId id() {
    return id;
  }

  /** Frames sent so far. */
  public FrameCount frames() {
    return frames;
  }

  /** The stream of that name, if this route carries it. */
  public @Nullable Stream stream(String name, Route route) {
    Entry entry = streams.get(name);
    return entry == null || entry.route() != route || !trades(entry.stream().symbol())
        ? null
        : entry.stream();
  }

  /** Whether it is traded, now; what is no symbol's is. */
  private boolean trades(@Nullable String symbol) {
    return faults.quiet() || faults.apply(FaultKind.DELIST, id, symbol, null) == null;
  }

  private @Nullable Listing traded(@Nullable Listing listing) {
    return listing != null && trades(listing.name()) ? listing : null;
  }

  public @Nullable Listing listing(String symbol) {
    return traded(listings.get(symbol));
  }

  /** The listing that the venue spells so. */
  public @Nullable Listing named(String nativeName) {
    return traded(byNativeName.get(nativeName));
  }

  /** Market time, ms since 1970. */
  public long now() {
    return market.now();
  }

  /** All that is traded, in the market's order. */
  public List<Listing> listings() {
    return ordered.stream().filter(listing -> trades(listing.name())).toList();
  }

  /** Id that this venue writes for a change of the book. */
  public long updateId(long id) {
    return BinanceFrames.updateId(this.id, id);
  }

  /**
   * Number of the newest message of the deepest book topic, where the venue counts them; else 0.
   */
  public long bookMessages(Listing listing) {
    return feed(listing.symbol()).bookMessages();
  }

  /** A counter that orders all messages about a symbol, as Bybit has it. */
  public long sequence(Listing listing) {
    return BybitFrames.sequence(listing);
  }

  /** Number of the newest message about a product, as Coinbase counts them. */
  public static long coinbaseSequence(Listing listing) {
    return CoinbaseFeed.sequence(listing);
  }

  SymbolFeed feed(SymbolMarket symbol) {
    return feeds.get(symbol.index());
  }

  Stream open(String name, Listing listing, Channel channel, Route route) {
    return open(name, listing, channel, route, SILENT);
  }

  Stream open(String name, Listing listing, Channel channel, Route route, Stream.Welcome welcome) {
    Stream stream = new Stream(id, name, listing.name(), channel, faults, frames, welcome);
    streams.put(name, new Entry(stream, route));
    return stream;
  }

  /** A stream that all symbols share. */
  Stream openForAll(String name, Channel channel, Route route) {
    return streams
        .computeIfAbsent(
            name,
            _ -> new Entry(new Stream(id, name, null, channel, faults, frames, SILENT), route))
        .stream();
  }
}
