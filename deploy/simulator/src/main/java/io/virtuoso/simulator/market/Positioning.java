package io.virtuoso.simulator.market;

import java.util.ArrayDeque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What derivatives traders hold and pay: premium, funding, open interest, share of long accounts;
 * all follow price.
 */
public final class Positioning {
  /** Time between fundings, in ms. */
  public static final long FUNDING_INTERVAL = 8 * 3_600_000L;

  private static final int FUNDINGS_KEPT = 200;
  private static final double INTEREST = 0.0001;

  /** Narrower than the real 0.0005, which would leave the rate at the interest nearly always. */
  private static final double CLAMP = 0.0001;

  private static final double MOST_FUNDING = 0.02;

  /**
   * A payment between longs and shorts.
   *
   * @param time ms since 1970
   * @param rate fraction that longs paid shorts
   * @param markPrice in quote currency
   */
  public record Funding(long time, double rate, double markPrice) {}

  private final RandomGenerator random;
  private final double meanPremium;
  private final double baseOpenInterest;
  private final MeanReverting premiumNoise;
  private final MeanReverting indexNoise;
  private final MeanReverting interestNoise;
  private final MeanReverting crowdNoise;
  private final ArrayDeque<Funding> fundings = new ArrayDeque<>();
  private double premium;
  private double averagePremium;
  private double slowLogPrice = Double.NaN;
  private double trend;
  private double liquidated;
  private long nextFunding;

  Positioning(double meanPremium, double baseOpenInterest, RandomGenerator random) {
    this.random = random;
    this.meanPremium = meanPremium;
    this.baseOpenInterest = baseOpenInterest;
    premiumNoise = new MeanReverting(3_600, 3e-4, random);
    indexNoise = new MeanReverting(30, 2e-5, random);
    interestNoise = new MeanReverting(12 * 3_600, 0.08, random);
    crowdNoise = new MeanReverting(6 * 3_600, 0.03, random);
    premium = meanPremium;
    averagePremium = meanPremium;
  }

  void advance(long time, double seconds, double logPrice, double flow) {
    premiumNoise.advance(seconds, random);
    indexNoise.advance(seconds, random);
    interestNoise.advance(seconds, random);
    crowdNoise.advance(seconds, random);
    premium = meanPremium + premiumNoise.value() + 1.5e-4 * StrictMath.tanh(flow);
    averagePremium += (premium - averagePremium) * Math.min(1, seconds / 7_200);
    if (Double.isNaN(slowLogPrice)) {
      slowLogPrice = logPrice;
    }
    slowLogPrice += (logPrice - slowLogPrice) * Math.min(1, seconds / 3_600);
    trend = logPrice - slowLogPrice;
    liquidated *= Math.max(0, 1 - seconds / 7_200);
    if (nextFunding == 0) {
      nextFunding = time - Math.floorMod(time, FUNDING_INTERVAL) + FUNDING_INTERVAL;
    }
    while (time >= nextFunding) {
      if (fundings.size() == FUNDINGS_KEPT) {
        fundings.removeFirst();
      }
      fundings.addLast(
          new Funding(nextFunding, fundingRate(), StrictMath.exp(logPrice) * (1 + premium)));
      nextFunding += FUNDING_INTERVAL;
    }
  }

  /** History is generated at an arbitrary level; this moves what depends on it. */
  void rebase(double shift) {
    slowLogPrice += shift;
    List<Funding> moved =
        fundings.stream()
            .map(f -> new Funding(f.time(), f.rate(), f.markPrice() * StrictMath.exp(shift)))
            .toList();
    fundings.clear();
    fundings.addAll(moved);
  }

  void liquidate(double quantity) {
    liquidated += quantity;
  }

  /** Mark price over index price, less one. */
  public double premium() {
    return premium;
  }

  /** Index price over the spot mid, less one. */
  public double indexDeviation() {
    return indexNoise.value();
  }

  /** The rate that longs will pay shorts at the next funding, as a fraction. */
  public double fundingRate() {
    double rate = averagePremium + Math.clamp(INTEREST - averagePremium, -CLAMP, CLAMP);
    return Math.clamp(rate, -MOST_FUNDING, MOST_FUNDING);
  }

  /** When the next funding is due, ms since 1970. */
  public long nextFunding() {
    return nextFunding;
  }

  /** Fundings so far, oldest first. */
  public List<Funding> fundings() {
    return List.copyOf(fundings);
  }

  /** Contracts open, in base currency, one side. */
  public double openInterest() {
    double level =
        baseOpenInterest
            * StrictMath.exp(interestNoise.value() + Math.min(0.5, 2 * Math.abs(trend)));
    return Math.max(level * 0.5, level - liquidated);
  }

  /** Share of accounts that are long, 0 to 1: the crowd sells strength and buys weakness. */
  public double longShare() {
    return Math.clamp(0.54 + crowdNoise.value() - 2 * trend, 0.25, 0.8);
  }
}
