package io.virtuoso.simulator.market;

import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Everything about one symbol: fair value, book, tape, candles, positions.
 *
 * <p>Not thread-safe: its {@link Market} owns it.
 */
public final class SymbolMarket {
  private static final long FIRST_UPDATE_ID = 10_000_000L;
  private static final long FIRST_TRADE_ID = 1_000_000L;
  private static final int MOST_BURSTS = 64;
  private static final double MEAN_PREMIUM = 3e-4;
  private static final double OPEN_INTEREST = 2e8;
  private static final double SHARED_FLOW = 0.6;

  private final Instrument instrument;
  private final int index;
  private final double rate;
  private final SplittableRandom random;
  private final PriceProcess process;
  private final OrderBook book = new OrderBook(FIRST_UPDATE_ID);
  private final OrderFlow orders;
  private final Positioning positioning;
  private final Map<BarInterval, BarSeries> series = new EnumMap<>(BarInterval.class);
  private final BarSeries minutes;
  private long lastTradeId = FIRST_TRADE_ID;
  private long liveTrades;
  private long lastQuantity;
  private boolean upTick = true;
  private double flow;
  private double shortAverage = Double.NaN;
  private long quotedBid;
  private long quotedAsk;
  private long quotedBidLots;
  private long quotedAskLots;

  SymbolMarket(Instrument instrument, int index, long seed, double rate) {
    this.instrument = instrument;
    this.index = index;
    this.rate = rate;
    random = new SplittableRandom(seed * 31 + instrument.symbol().hashCode());
    process = new PriceProcess(instrument.beta(), instrument.dailyDeviation(), random);
    orders = new OrderFlow(instrument, book, random);
    double interest = OPEN_INTEREST * instrument.activity() * instrument.activity();
    positioning = new Positioning(MEAN_PREMIUM, interest / instrument.startPrice(), random);
    for (BarInterval interval : BarInterval.values()) {
      series.put(interval, new BarSeries(interval));
    }
    minutes = series(BarInterval.ONE_MINUTE);
  }

  public Instrument instrument() {
    return instrument;
  }

  /** Position in the market's list. */
  public int index() {
    return index;
  }

  public OrderBook book() {
    return book;
  }

  public Positioning positioning() {
    return positioning;
  }

  public BarSeries series(BarInterval interval) {
    BarSeries found = series.get(interval);
    if (found == null) {
      throw new IllegalArgumentException("no candles of " + interval);
    }
    return found;
  }

  /** Price of the latest trade, in ticks. */
  public long last() {
    return minutes.last();
  }

  /** Quantity of the latest trade, in lots; 0 before the first. */
  public long lastQuantity() {
    return lastQuantity;
  }

  /** Whether the latest change of the traded price was upwards. */
  public boolean upTick() {
    return upTick;
  }

  public long lastTradeId() {
    return lastTradeId;
  }

  /** Trades since the exchange opened. */
  public long liveTrades() {
    return liveTrades;
  }

  /** Mid price of the spot book as the index sees it, in quote currency. */
  public double indexPrice() {
    return book.mid() * instrument.tick() * (1 + positioning.indexDeviation());
  }

  /** Fair value of the perpetual, in quote currency. */
  public double markPrice() {
    return indexPrice() * (1 + positioning.premium());
  }

  /** Order-flow imbalance now; positive when buyers are eager. */
  public double flow() {
    return flow;
  }

  PriceProcess process() {
    return process;
  }

  SplittableRandom random() {
    return random;
  }

  double fairTicks() {
    return StrictMath.exp(process.logPrice()) / instrument.tick();
  }

  /** History has used ids up to this one. */
  void continueFrom(long tradeId) {
    lastTradeId = tradeId;
  }

  void shareFlow(double sharedFlow) {
    flow = process.flow() + SHARED_FLOW * sharedFlow;
  }

  /** Opens the doors at the price that history ended at. */
  void open() {
    orders.open(fairTicks());
  }

  /** One trade per this many seconds is expected in calm times, all told. */
  double expectedTradesPerSecond() {
    return OrderFlow.BURSTS_PER_SECOND
        * OrderFlow.TRADE_PROBABILITY
        * 1.5
        * instrument.activity()
        * rate;
  }

  void roll(long time, MarketListener listener) {
    if (time < minutes.end()) {
      return;
    }
    for (BarSeries each : series.values()) {
      each.positions(positioning.openInterest(), positioning.longShare());
      each.roll(time, bar -> listener.closed(this, each.interval(), bar));
    }
  }

  /** What changes slowly. */
  void second(long time, double sharedFlow, MarketListener listener) {
    process.adapt(1);
    shareFlow(sharedFlow);
    positioning.advance(time, 1, process.logPrice(), flow);
    liquidate(listener);
  }

  void step(double seconds, double factorReturn, MarketListener listener) {
    process.move(seconds, factorReturn);
    double volatility = process.volatility();
    double expected =
        OrderFlow.BURSTS_PER_SECOND
            * seconds
            * instrument.activity()
            * rate
            * Math.min(4, 0.6 + 0.4 * volatility);
    int bursts = (int) expected;
    if (random.nextDouble() < expected - bursts) {
      bursts++;
    }
    for (int burst = Math.min(bursts, MOST_BURSTS); burst > 0; burst--) {
      orders.burst(
          fairTicks(),
          flow,
          volatility,
          (price, quantity) -> print(price, quantity, true, listener),
          (price, quantity) -> print(price, quantity, false, listener));
      quote(listener);
    }
  }

  /**
   * A move larger than usual within half a minute forces positions closed, against their holders.
   */
  private void liquidate(MarketListener listener) {
    double logPrice = process.logPrice();
    if (Double.isNaN(shortAverage)) {
      shortAverage = logPrice;
    }
    double move = logPrice - shortAverage;
    shortAverage += move / 30;
    double usual = (0.02 + instrument.dailyDeviation()) / 294 * StrictMath.sqrt(15);
    double shock = Math.abs(move) / usual;
    double hazard = Math.min(0.5, 0.001 + 0.15 * Math.max(0, shock - 1.5));
    if (random.nextDouble() >= hazard) {
      return;
    }
    boolean longClosed = shock < 0.5 ? random.nextBoolean() : move < 0;
    double fair = fairTicks();
    long wanted = orders.lots(orders.logNormal(6_000 * instrument.activity(), 1.3), fair);
    double[] turnover = {0};
    long limit = longClosed ? (long) (fair * 0.995) : (long) (fair * 1.005);
    long done =
        orders.sweep(
            !longClosed,
            wanted,
            (price, quantity) -> {
              turnover[0] += (double) price * quantity;
              print(price, quantity, !longClosed, listener);
            });
    if (done > 0) {
      positioning.liquidate(done * instrument.lot());
      listener.liquidation(this, longClosed, limit, turnover[0] / done, done);
      quote(listener);
    }
  }

  private void print(long price, long quantity, boolean buy, MarketListener listener) {
    lastTradeId++;
    liveTrades++;
    lastQuantity = quantity;
    if (price != last()) {
      upTick = price > last();
    }
    for (BarInterval interval : BarInterval.values()) {
      series(interval).trade(lastTradeId, price, quantity, buy);
    }
    listener.trade(this, lastTradeId, price, quantity, buy);
  }

  private void quote(MarketListener listener) {
    long bid = book.bestBid();
    long ask = book.bestAsk();
    long bidLots = book.bids().quantity(0);
    long askLots = book.asks().quantity(0);
    if (bid != quotedBid
        || ask != quotedAsk
        || bidLots != quotedBidLots
        || askLots != quotedAskLots) {
      quotedBid = bid;
      quotedAsk = ask;
      quotedBidLots = bidLots;
      quotedAskLots = askLots;
      listener.quote(this);
    }
  }
}
