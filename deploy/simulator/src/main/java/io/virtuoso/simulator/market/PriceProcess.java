package io.virtuoso.simulator.market;

import java.util.random.RandomGenerator;

/**
 * The fair value that orders gather around: logarithm of price = beta times the common factor, plus
 * own noise whose volatility clusters, plus a drift that follows order flow, plus rare jumps.
 *
 * <p>Not thread-safe: owned by its market.
 */
final class PriceProcess {
  /** Drift per second of one unit of flow, in standard deviations of a second's return. */
  private static final double FLOW_DRIFT = 0.038;

  private static final double SECONDS_PER_DAY = 86_400;

  /** Without a weak pull home, a simulator left running for months would leave plausible prices. */
  private static final double ANCHOR_SECONDS = 60 * SECONDS_PER_DAY;

  /** News arrives within a few seconds, not in one print. */
  private static final double JUMP_SECONDS = 5;

  private static final double JUMPS_PER_SECOND = 7 / SECONDS_PER_DAY;
  private static final double JUMP_SIZE = 0.006;

  private final double beta;
  private final double deviationPerSecond;
  private final RandomGenerator random;
  private final MeanReverting volatilityOfMinutes;
  private final MeanReverting volatilityOfHours;
  private final MeanReverting flowOfMinute;
  private final MeanReverting flowOfMinutes;
  private double logPrice;
  private double anchor;
  private double pendingJump;

  /**
   * @param beta share of the factor's return taken over
   * @param dailyDeviation standard deviation of a day's own return, as a fraction
   */
  PriceProcess(double beta, double dailyDeviation, RandomGenerator random) {
    this.beta = beta;
    this.deviationPerSecond = dailyDeviation / Math.sqrt(SECONDS_PER_DAY);
    this.random = random;
    volatilityOfMinutes = new MeanReverting(900, 0.5, random);
    volatilityOfHours = new MeanReverting(4 * 3600, 0.45, random);
    flowOfMinute = new MeanReverting(45, 0.6, random);
    flowOfMinutes = new MeanReverting(1200, 0.6, random);
  }

  /** Moves everything but the price itself. */
  void adapt(double seconds) {
    volatilityOfMinutes.advance(seconds, random);
    volatilityOfHours.advance(seconds, random);
    flowOfMinute.advance(seconds, random);
    flowOfMinutes.advance(seconds, random);
    if (random.nextDouble() < JUMPS_PER_SECOND * seconds) {
      pendingJump +=
          JUMP_SIZE
              * random.nextGaussian()
              * deviationPerSecond
              * Math.sqrt(SECONDS_PER_DAY)
              / 0.025;
    }
  }

  /** Moves the price; answers the return (difference of logarithms). */
  double move(double seconds, double factorReturn) {
    double deviation = deviation();
    double noise = deviation * Math.sqrt(seconds) * random.nextGaussian();
    double drift =
        FLOW_DRIFT * deviation * (flowOfMinute.integral(seconds) + flowOfMinutes.integral(seconds));
    double jump = pendingJump * Math.min(1, seconds / JUMP_SECONDS);
    pendingJump -= jump;
    double pull = (anchor - logPrice) * Math.min(1, seconds / ANCHOR_SECONDS);
    double step = beta * factorReturn + noise + drift + jump + pull;
    logPrice += step;
    return step;
  }

  /** Standard deviation of one second's own return now. */
  double deviation() {
    return deviationPerSecond * volatility();
  }

  /** Volatility now in units of its long-run (root mean square) level. */
  double volatility() {
    double spread = volatilityOfMinutes.variance() + volatilityOfHours.variance();
    return StrictMath.exp(volatilityOfMinutes.value() + volatilityOfHours.value() - spread);
  }

  /** Order-flow imbalance; positive when buyers are eager, mostly within ±2. */
  double flow() {
    return flowOfMinute.value() + flowOfMinutes.value();
  }

  double logPrice() {
    return logPrice;
  }

  /** Starts again from another price level and makes it the level to come home to. */
  void rebase(double newLogPrice) {
    logPrice = newLogPrice;
    anchor = newLogPrice;
  }
}
