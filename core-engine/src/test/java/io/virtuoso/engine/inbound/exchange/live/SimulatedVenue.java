package io.virtuoso.engine.inbound.exchange.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.engine.event.Instrument;
import io.virtuoso.engine.event.Side;
import io.virtuoso.engine.inbound.exchange.FrameDecoder;
import io.virtuoso.engine.inbound.exchange.FrameDecoders;
import io.virtuoso.engine.inbound.exchange.InstrumentTable;
import io.virtuoso.engine.inbound.exchange.live.VenueSettings.Exchange;
import io.virtuoso.engine.market.book.OrderBook;
import io.virtuoso.engine.market.book.ResyncRequest;
import io.virtuoso.engine.market.book.SequencedBook;
import io.virtuoso.engine.pipeline.MarketPipeline;
import io.virtuoso.engine.pipeline.SymbolPipeline;
import io.virtuoso.engine.publish.DocumentWriter;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.VenueStatus.ChannelStatus;
import io.virtuoso.simulator.SimulatorSettings;
import io.virtuoso.simulator.market.BookSide;
import io.virtuoso.simulator.market.Instruments;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.server.DirectExchange;
import io.virtuoso.simulator.venue.Listing;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A feed and its pipeline at one venue of a simulated exchange, on one thread: the market's time
 * and ours pass together, step by step, so that everything happens in the same order every time.
 */
final class SimulatedVenue implements FrameSink, MarketPipeline.Surroundings {
  static final List<String> SYMBOLS = List.of("BTCUSDT", "ETHUSDT");
  private static final Duration STEP = Duration.ofMillis(Market.STEP_MILLIS);

  /** As often as the pipeline's thread does. */
  private static final Duration ASK_AGAIN = Duration.ofMillis(200);

  /** Of a plausible rate of events. */
  private static final double QUIET = 0.1;

  private static final Duration LOOK = Duration.ofSeconds(1);

  final FakeLoop loop = new FakeLoop();
  final DirectExchange exchange;
  final DirectSockets sockets;
  final DirectRest rest;
  final ExchangeFeed feed;
  final List<List<String>> gaps = new ArrayList<>();

  /** One connection is taking over from another. */
  boolean turningOver;

  /** Sees each frame before it is decoded. */
  Consumer<String> watcher = _ -> {};

  private final Exchange venue;
  private final MarketPipeline pipeline;
  private final List<Instrument> instruments;
  private final FrameDecoder decoder;
  private final List<String> symbols;
  private Map<String, List<ChannelStatus>> channels = Map.of();
  private long lookedMs;
  private long askedMs;

  private SimulatedVenue(Exchange venue, Duration skew, List<String> symbols) {
    this(venue, skew, symbols, Instruments.named(symbols), 0);
  }

  private SimulatedVenue(
      Exchange venue,
      Duration skew,
      List<String> symbols,
      List<io.virtuoso.simulator.market.Instrument> pairs,
      int requestWeight) {
    this.venue = venue;
    this.symbols = symbols;
    exchange =
        new DirectExchange(
            SimulatorSettings.defaults()
                .withSeed(11)
                .withInstruments(pairs)
                .withRequestWeight(requestWeight)
                .byHand(Instant.ofEpochMilli(FakeLoop.EPOCH_MS + loop.millis()).minus(skew)));
    sockets = new DirectSockets(exchange, venue.venue(), loop);
    rest = new DirectRest(exchange, venue.venue(), loop);
    feed = new ExchangeFeed(VenueSettings.of(venue), loop, sockets, rest, new Random(4), this);
    pipeline = new MarketPipeline(this, new DocumentWriter(Source.SIMULATED), null, () -> 0, 2);
    instruments =
        Wait.on(feed.discover()).stream()
            .filter(listing -> symbols.contains(listing.symbol().code()))
            .map(listing -> listing.on(venue.venue()))
            .toList();
    decoder = FrameDecoders.of(venue.venue(), InstrumentTable.of(instruments));
  }

  /** A feed that has found its instruments and not begun. */
  static SimulatedVenue of(Exchange venue) {
    return new SimulatedVenue(venue, Duration.ZERO, SYMBOLS);
  }

  /** The same of other instruments. */
  static SimulatedVenue of(Exchange venue, List<String> symbols) {
    return new SimulatedVenue(venue, Duration.ZERO, symbols);
  }

  /** A feed of a busy symbol, and of one of which there is a trade a minute. */
  static SimulatedVenue illiquid(Exchange venue) {
    List<io.virtuoso.simulator.market.Instrument> pairs =
        Instruments.named(SYMBOLS).stream()
            .map(pair -> pair.symbol().equals("BTCUSDT") ? pair : pair.withActivity(1.0 / 1_500))
            .toList();
    return new SimulatedVenue(venue, Duration.ZERO, SYMBOLS, pairs, 0);
  }

  /**
   * A feed of so many symbols, each as quiet as a symbol can be without being taken for silent.
   *
   * @param requestWeight what the exchange allows a minute; 0 for the venue's own
   */
  static SimulatedVenue quiet(Exchange venue, int symbols, int requestWeight) {
    List<io.virtuoso.simulator.market.Instrument> pairs =
        Instruments.first(symbols).stream().map(pair -> pair.withActivity(QUIET)).toList();
    List<String> names =
        pairs.stream().map(io.virtuoso.simulator.market.Instrument::symbol).toList();
    return new SimulatedVenue(venue, Duration.ZERO, names, pairs, requestWeight);
  }

  /** The same where our clock is so much ahead of the exchange's. */
  static SimulatedVenue of(Exchange venue, Duration skew) {
    return new SimulatedVenue(venue, skew, SYMBOLS);
  }

  /** A feed whose books are live and whose history is there. */
  static SimulatedVenue whole(Exchange venue) {
    return of(venue).whole();
  }

  void start() {
    feed.follow(instruments);
  }

  /** Starts, and waits until the books are live and the history is there. */
  SimulatedVenue whole() {
    start();
    runUntil(this::isWhole, Duration.ofMinutes(1));
    run(Duration.ofSeconds(30));
    return this;
  }

  /** The market goes on for so long while our event loop gets no turn at all. */
  void starve(Duration duration) {
    for (long step = 0; step < duration.dividedBy(STEP); step++) {
      exchange.stepUnheard();
    }
    loop.leap(duration);
    exchange.settle();
  }

  void run(Duration duration) {
    for (long step = 0; step < duration.dividedBy(STEP); step++) {
      step();
    }
  }

  /** Lets time pass until {@code reached}; answers how much. */
  Duration runUntil(BooleanSupplier reached, Duration atMost) {
    long begin = loop.millis();
    while (!reached.getAsBoolean()) {
      if (loop.millis() - begin >= atMost.toMillis()) {
        throw new AssertionError(
            "%s: not within %s of market time; %s".formatted(venue, atMost, feed.state()));
      }
      step();
    }
    return Duration.ofMillis(loop.millis() - begin);
  }

  private void step() {
    exchange.step();
    loop.advance(STEP);
    exchange.settle();
    noBookIsCrossed();
    if (loop.millis() - lookedMs >= LOOK.toMillis()) {
      lookedMs = loop.millis();
      channels = pipeline.look(lookedMs);
    }
    if (loop.millis() - askedMs >= ASK_AGAIN.toMillis()) {
      askedMs = loop.millis();
      instruments.stream()
          .filter(this::wantsBook)
          .map(Instrument::nativeName)
          .forEach(feed::resync);
    }
  }

  private boolean wantsBook(Instrument instrument) {
    SequencedBook book = find(instrument);
    return !isLive(instrument) && (book == null || !book.awaitsDelta());
  }

  private void noBookIsCrossed() {
    for (Instrument instrument : instruments) {
      OrderBook book = book(instrument.symbol());
      assertThat(book != null && book.isCrossed()).as("%s is served crossed", instrument).isFalse();
    }
  }

  /** Whether that channel is called stalled, as in {@code /api/status}. */
  boolean isStalled(Channel channel) {
    return channels.getOrDefault(venue.venue(), List.of()).stream()
        .anyMatch(each -> each.channel().equals(channel.code()) && each.stalled() > 0);
  }

  /** Whose channel of that kind is not live, as in {@code /api/status}. */
  List<String> notLive(Channel channel) {
    return channels.getOrDefault(venue.venue(), List.of()).stream()
        .filter(each -> each.channel().equals(channel.code()))
        .flatMap(each -> each.notLive().stream())
        .map(each -> each.symbol() + " " + each.state())
        .toList();
  }

  void fault(String order) {
    exchange.fault(order.replace('\'', '"').replace("VENUE", venue.venue()));
  }

  /** Every book is live. */
  boolean isWhole() {
    return instruments.stream().allMatch(this::isLive);
  }

  boolean isLive(String symbol) {
    return isLive(instrument(symbol));
  }

  private boolean isLive(Instrument instrument) {
    return book(instrument.symbol()) != null;
  }

  private @Nullable OrderBook book(Symbol symbol) {
    SymbolPipeline found = pipeline.symbols().get(symbol);
    return found == null ? null : found.sequenced().book();
  }

  /** The book of an instrument; null before anything was heard of it. */
  @Nullable SequencedBook find(Instrument instrument) {
    SymbolPipeline found = pipeline.symbols().get(instrument.symbol());
    return found == null ? null : found.sequenced();
  }

  SequencedBook sequenced(String symbol) {
    return pipeline(symbol).sequenced();
  }

  SymbolPipeline pipeline(String symbol) {
    return Objects.requireNonNull(pipeline.symbols().get(new Symbol(symbol)), symbol);
  }

  List<Instrument> instruments() {
    return instruments;
  }

  Instrument instrument(String symbol) {
    return instruments.stream()
        .filter(each -> each.symbol().code().equals(symbol))
        .findFirst()
        .orElseThrow();
  }

  Listing listing(String symbol) {
    VenueId id = VenueId.of(venue.venue()).orElseThrow();
    return Objects.requireNonNull(exchange.exchange().venue(id).listing(symbol));
  }

  /**
   * Whether our book of a symbol is the exchange's now, level by level, as deep as the venue tells.
   * A venue that tells now and then is not at every moment.
   */
  boolean equalsTruth(String symbol, int depth) {
    OrderBook book = book(new Symbol(symbol));
    return book != null
        && levels(book, Side.BID, depth).equals(truth(symbol, true, depth))
        && levels(book, Side.ASK, depth).equals(truth(symbol, false, depth));
  }

  /** Lets time pass until both are equal. */
  void awaitTruth(int depth) {
    for (String symbol : symbols) {
      runUntil(() -> equalsTruth(symbol, depth), Duration.ofSeconds(20));
    }
  }

  private static List<String> levels(OrderBook book, Side side, int depth) {
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < Math.min(depth, book.levels(side)); i++) {
      levels.add(level(book.price(side, i), book.quantity(side, i)));
    }
    return levels;
  }

  private List<String> truth(String symbol, boolean bid, int depth) {
    Listing listing = listing(symbol);
    BookSide side = listing.symbol().book().side(bid);
    JsonText text = new JsonText();
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < Math.min(depth, side.size()); i++) {
      BigDecimal price = decimal(listing.price(text, side.price(i)));
      BigDecimal units = decimal(listing.quantity(text, side.quantity(i)));
      boolean contracts = venue == Exchange.OKX_SWAP;
      BigDecimal base = contracts ? units.multiply(new BigDecimal(listing.contractText())) : units;
      levels.add(level(price, base));
    }
    return levels;
  }

  private static BigDecimal decimal(JsonText text) {
    return new BigDecimal(text.take().replace("\"", ""));
  }

  private static String level(BigDecimal price, BigDecimal quantity) {
    return price.stripTrailingZeros().toPlainString()
        + " x "
        + quantity.stripTrailingZeros().toPlainString();
  }

  /** Frames of these were refused by the decoder, which is always our mistake or a fault. */
  void nothingWasRejected() {
    assertThat(pipeline.counters().rejected()).isZero();
  }

  @Override
  public void frame(String from, long receivedAtNanos, Buffer text) {
    watcher.accept(text.toString());
    byte[] bytes = text.getBytes();
    pipeline.frame(decoder, bytes, 0, bytes.length);
  }

  @Override
  public void gap(String from, List<String> nativeSymbols) {
    gaps.add(nativeSymbols);
    pipeline.gap(from, nativeSymbols);
  }

  @Override
  public void turnover(String from, List<String> nativeSymbols, Turnover step) {
    turningOver = step != Turnover.ENDS;
    pipeline.turnover(from, nativeSymbols, step);
  }

  @Override
  public void frozen(Instrument instrument, Channel channel) {
    feed.frozen(instrument.nativeName(), channel);
  }

  @Override
  public List<Instrument> followed() {
    return instruments;
  }

  @Override
  public boolean isSubscribed(Instrument instrument, Channel channel) {
    return feed.isSubscribed(instrument.nativeName(), channel);
  }

  @Override
  public ResyncRequest resync() {
    return instrument -> feed.resync(instrument.nativeName());
  }
}
