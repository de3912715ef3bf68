package io.virtuoso.engine.measure.factor.flow;

import io.virtuoso.engine.market.candle.BarView;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.model.Interval;
import java.util.List;

/**
 * The order flow of one symbol. O(1) per event, nothing allocated after construction, owned by the
 * symbol's thread.
 *
 * <p>Time never goes back: a trade older than the newest one counts at the newest one's time. What
 * is not a trade (a price or quantity that is not positive and finite, an impossible time or
 * notional) is counted and dropped. Reading changes nothing, so that a score does not depend on how
 * often it is read.
 */
public final class FlowFactors {
  /** Quote currency; a single trade beyond it is a decoding error in any currency. */
  private static final double LARGEST_NOTIONAL = 1e18;

  /** Ms since the epoch, the year 2096; later stamps are errors. */
  private static final long LATEST_MS = 4_000_000_000_000L;

  private final TradeSpan span = new TradeSpan();
  private final CumulativeDelta cumulativeDelta = new CumulativeDelta(span);
  private final TradeImbalance tradeImbalance = new TradeImbalance(span);
  private final FlowMomentum flowMomentum = new FlowMomentum(span);
  private final LargeTrades largeTrades = new LargeTrades(span);
  private final StackedImbalance stackedImbalance = new StackedImbalance(span);
  private final DeltaDivergence divergence = new DeltaDivergence();
  private final OpenInterestQuadrant openInterest = new OpenInterestQuadrant();
  private final List<Factor> factors =
      List.of(
          cumulativeDelta,
          tradeImbalance,
          flowMomentum,
          largeTrades,
          stackedImbalance,
          divergence,
          openInterest);
  private long dropped;

  /**
   * A match.
   *
   * @param timeMs exchange clock, ms since the epoch
   * @param price quote currency
   * @param quantity base currency
   * @param takerBuy whether the aggressor bought
   */
  public void onTrade(long timeMs, double price, double quantity, boolean takerBuy) {
    double notional = price * quantity;
    if (!(price > 0 && quantity > 0 && notional > 0 && notional <= LARGEST_NOTIONAL)
        || price == Double.POSITIVE_INFINITY
        || impossible(timeMs)) {
      dropped++;
      return;
    }
    long time = span.at(timeMs);
    double signed = takerBuy ? notional : -notional;
    cumulativeDelta.onTrade(time, signed, notional);
    tradeImbalance.onTrade(time, signed, notional);
    flowMomentum.onTrade(time, signed);
    largeTrades.onTrade(time, signed, notional);
    stackedImbalance.onTrade(time, price, signed, notional);
    openInterest.onPrice(time, price);
  }

  /** The open interest in base currency, one side counted once; exchange clock. */
  public void onOpenInterest(long timeMs, double base) {
    if (!(base > 0 && base < Double.POSITIVE_INFINITY) || impossible(timeMs)) {
      dropped++;
      return;
    }
    openInterest.onOpenInterest(timeMs, base);
  }

  /** Open interest comes from another venue from now on; what was told cannot be compared. */
  public void onOpenInterestSource() {
    openInterest.forgetOpenInterest();
  }

  /** A closed bar; only base bars are used, for the divergence. */
  public void onBarClosed(Interval interval, BarView bar) {
    if (interval == Interval.ONE_MINUTE) {
      divergence.onBarClosed(bar);
    }
  }

  /** History has changed behind bars that were told: all bars are told again, oldest first. */
  public void onHistoryChanged() {
    divergence.clear();
  }

  /**
   * Trades were lost. The windows go on, but their quality counts only the time since the next
   * trade.
   */
  public void onFlowGap() {
    span.broken();
  }

  /** In the order of the documents. */
  public List<Factor> factors() {
    return factors;
  }

  /** Events that were not possible and changed nothing. */
  public long dropped() {
    return dropped;
  }

  private static boolean impossible(long timeMs) {
    return timeMs <= 0 || timeMs > LATEST_MS;
  }
}
