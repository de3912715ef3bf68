package io.virtuoso.simulator.market;

import java.util.random.RandomGenerator;

/**
 * The people at the book: quotes that follow fair value, passive orders and cancels at all depths,
 * and impatient orders that pay the spread. They act in bursts; what the book shows is the
 * consequence.
 *
 * <p>Prices in ticks; sizes are drawn in quote currency and turned into lots.
 */
final class OrderFlow {
  static final double BURSTS_PER_SECOND = 12;
  static final double TRADE_PROBABILITY = 0.45;
  static final double MEDIAN_TRADE = 900;
  static final double TRADE_DISPERSION = 1.2;

  /** Half of the usual spread, as a fraction of price, in calm times. */
  private static final double HALF_SPREAD = 0.4e-4;

  private static final double NEAR = 4e-4;
  private static final double FAR = 25e-4;
  private static final double FULL_DEPTH = 70e-4;
  private static final double MEDIAN_ORDER = 6_000;
  private static final int FEWEST_LEVELS = 230;
  private static final int USUAL_LEVELS = 300;
  private static final int MOST_LEVELS = 400;
  private static final int MOST_SWEPT = 8;

  private final Instrument instrument;
  private final OrderBook book;
  private final RandomGenerator random;

  OrderFlow(Instrument instrument, OrderBook book, RandomGenerator random) {
    this.instrument = instrument;
    this.book = book;
    this.random = random;
  }

  /** Fills an empty book around fair value. */
  void open(double fair) {
    refill(true, fair, Math.round(fair * (1 - HALF_SPREAD)), USUAL_LEVELS);
    refill(
        false,
        fair,
        Math.max(book.bestBid() + 1, Math.round(fair * (1 + HALF_SPREAD))),
        USUAL_LEVELS);
  }

  /**
   * One burst of activity.
   *
   * @param fair fair value in ticks
   * @param flow order-flow imbalance, positive when buyers are eager
   * @param volatility relative to its long-run level
   */
  void burst(
      double fair, double flow, double volatility, OrderBook.Fills buys, OrderBook.Fills sells) {
    double lean = StrictMath.tanh(flow);
    double half = Math.max(0.5, fair * HALF_SPREAD * (0.5 + 0.5 * Math.min(4, volatility)));
    clearStale(true, fair, buys);
    clearStale(false, fair, sells);
    quote(true, fair, half, lean);
    quote(false, fair, half, lean);
    for (int order = random.nextInt(1, 4); order > 0; order--) {
      passive(random.nextDouble() < 0.5 + 0.2 * lean, fair, half, lean);
    }
    if (random.nextDouble() < TRADE_PROBABILITY) {
      boolean buy = random.nextDouble() < 0.5 + 0.38 * lean;
      double size = logNormal(MEDIAN_TRADE * (1 + 0.3 * Math.abs(lean)), TRADE_DISPERSION);
      sweep(buy, lots(size, fair), buy ? buys : sells);
    }
    maintain(true, fair);
    maintain(false, fair);
  }

  /**
   * A marketable order that takes what it finds on the first levels. Answers the quantity executed.
   */
  long sweep(boolean buy, long quantity, OrderBook.Fills fills) {
    long limit = buy ? Long.MAX_VALUE : Long.MIN_VALUE;
    return book.take(buy, limit, quantity, MOST_SWEPT, fills);
  }

  long lots(double notional, double fair) {
    return Math.max(1, Math.round(notional / (fair * instrument.tick() * instrument.lot())));
  }

  double logNormal(double median, double dispersion) {
    return median * StrictMath.exp(dispersion * random.nextGaussian());
  }

  /** Quotes on the wrong side of fair value are hit by the quick and pulled by the rest. */
  private void clearStale(boolean buy, double fair, OrderBook.Fills fills) {
    BookSide stale = book.side(!buy);
    long limit = (long) (buy ? Math.floor(fair) : Math.ceil(fair));
    if (beyond(buy, stale.price(0), limit)) {
      return;
    }
    if (random.nextDouble() < 0.35) {
      long wanted = lots(logNormal(3 * MEDIAN_TRADE, TRADE_DISPERSION), fair);
      book.take(buy, limit, wanted, 3, fills);
    }
    while (stale.size() > 1 && !beyond(buy, stale.price(0), limit)) {
      book.cancel(!buy, stale.price(0), stale.quantity(0));
    }
  }

  private static boolean beyond(boolean buy, long price, long limit) {
    return buy ? price > limit : price < limit;
  }

  /** Somebody improves a spread that has grown too wide. */
  private void quote(boolean bid, double fair, double half, double lean) {
    double wish = bid ? fair - half : fair + half;
    double best = book.side(bid).price(0);
    double shortfall = bid ? wish - best : best - wish;
    if (shortfall > 0.5 * half) {
      rest(bid, Math.round(wish), lots(orderSize(bid, lean) * 0.6, fair));
    }
  }

  private void passive(boolean bid, double fair, double half, double lean) {
    double scale = random.nextDouble() < 0.7 ? NEAR : FAR;
    double distance = half + fair * scale * -StrictMath.log(1 - random.nextDouble());
    rest(
        bid, Math.round(bid ? fair - distance : fair + distance), lots(orderSize(bid, lean), fair));
    boolean cancelBid = random.nextDouble() < 0.5 - 0.2 * lean;
    BookSide side = book.side(cancelBid);
    double place = random.nextDouble();
    int level = (int) (place * place * side.size());
    long quantity = side.quantity(level);
    if (side.size() > FEWEST_LEVELS) {
      boolean whole =
          random.nextDouble() < 0.2 + 0.6 * Math.max(0, side.size() - USUAL_LEVELS) / 50.0;
      book.cancel(cancelBid, side.price(level), whole ? quantity : quantity / 2);
    }
  }

  /** Depth leans with flow: the eager side rests more. */
  private double orderSize(boolean bid, double lean) {
    return logNormal(MEDIAN_ORDER * (bid ? 1 + 0.6 * lean : 1 - 0.6 * lean), 0.9);
  }

  private void rest(boolean bid, long wish, long quantity) {
    long price = bid ? Math.min(wish, book.bestAsk() - 1) : Math.max(wish, book.bestBid() + 1);
    if (price >= 1) {
      book.add(bid, price, quantity);
    }
  }

  private void maintain(boolean bid, double fair) {
    BookSide side = book.side(bid);
    if (side.size() < FEWEST_LEVELS) {
      long worst = side.price(side.size() - 1);
      refill(bid, fair, bid ? worst - gap(fair) : worst + gap(fair), FEWEST_LEVELS + 10);
    }
    while (side.size() > MOST_LEVELS) {
      int worst = side.size() - 1;
      book.cancel(bid, side.price(worst), side.quantity(worst));
    }
  }

  private void refill(boolean bid, double fair, long from, int levels) {
    long price = from;
    while (book.side(bid).size() < levels && price >= 1) {
      book.add(bid, price, lots(logNormal(1.5 * MEDIAN_ORDER, 0.9), fair));
      price += bid ? -gap(fair) : gap(fair);
    }
  }

  private long gap(double fair) {
    double mean = fair * FULL_DEPTH / USUAL_LEVELS;
    return Math.max(1, Math.round(mean * -StrictMath.log(1 - random.nextDouble())));
  }
}
