package io.virtuoso.engine.measure.factor.crowd;

import io.virtuoso.engine.measure.factor.Factor;
import java.util.List;

/**
 * The sentiment of one symbol. O(1) per event, nothing allocated after construction, owned by the
 * symbol's thread.
 *
 * <p>History may come behind newer events: a past funding takes its place in the look-back, a past
 * ratio changes nothing. Of the other kinds an older event counts at the newest one's time.
 * Impossible numbers are counted and dropped.
 */
public final class CrowdFactors {
  /** Ms since the epoch, the year 2096; later stamps are errors. */
  private static final long LATEST_MS = 4_000_000_000_000L;

  private static final double DEFAULT_FUNDING_HOURS = 8;
  private static final double LONGEST_FUNDING_HOURS = 168;

  private final FundingRate funding = new FundingRate();
  private final LongShortRatio longShortRatio = new LongShortRatio();
  private final ForcedTrades liquidations = new ForcedTrades();
  private final Basis basis = new Basis();
  private final List<Factor> factors = List.of(funding, longShortRatio, liquidations, basis);
  private long dropped;

  /**
   * The funding rate in force or predicted.
   *
   * @param timeMs exchange clock, ms since the epoch
   * @param rate share per funding interval, for example 0.0001
   * @param intervalHours hours between two fundings; NaN means unknown, taken as 8
   */
  public void onFunding(long timeMs, double rate, double intervalHours) {
    double hours = Double.isNaN(intervalHours) ? DEFAULT_FUNDING_HOURS : intervalHours;
    if (!(hours > 0 && hours <= LONGEST_FUNDING_HOURS && Math.abs(rate) <= 1)
        || impossible(timeMs)) {
      dropped++;
      return;
    }
    funding.onRate(timeMs, rate * (FundingRate.UNIT_HOURS / hours));
  }

  /** Accounts long divided by accounts short; exchange clock. */
  public void onLongShortRatio(long timeMs, double ratio) {
    if (!(ratio > 0 && ratio < Double.POSITIVE_INFINITY) || impossible(timeMs)) {
      dropped++;
      return;
    }
    longShortRatio.onRatio(timeMs, ratio);
  }

  /** Mark and index price in quote currency; exchange clock. */
  public void onMarkIndex(long timeMs, double mark, double index) {
    if (!(mark > 0 && mark < 1e18 && index > 0 && index < 1e18) || impossible(timeMs)) {
      dropped++;
      return;
    }
    basis.onPrices(timeMs, mark, index);
  }

  /**
   * A position closed by force.
   *
   * @param timeMs exchange clock, ms since the epoch
   * @param notionalQuote quote currency
   * @param longPosition whether a long position was closed
   */
  public void onLiquidation(long timeMs, double notionalQuote, boolean longPosition) {
    if (!(notionalQuote > 0 && notionalQuote <= 1e18) || impossible(timeMs)) {
      dropped++;
      return;
    }
    liquidations.onLiquidation(timeMs, notionalQuote, longPosition);
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
