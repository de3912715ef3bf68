package io.virtuoso.engine.measure.confluence;

import io.virtuoso.engine.market.candle.OpenBars;
import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.measure.factor.book.BookFactors;
import io.virtuoso.engine.measure.factor.crowd.CrowdFactors;
import io.virtuoso.engine.measure.factor.flow.FlowFactors;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Makes one symbol's score from its factors. Reading allocates nothing. Owned by the symbol's
 * thread, as are the factors.
 *
 * <p>Freshness counts each kind of evidence once, with the newest input of its present factors:
 * {@code e^(−max(0, age − budget)/budget)}, so that it has fallen to 37 % at twice the budget.
 * Evidence of absent factors lowers coverage, not freshness.
 */
public final class ConfluenceMeter {
  /** Coverage is a sum of decimal weights; a score must not hang on their last binary digit. */
  private static final double ROUNDING = 1e-12;

  private static final Dimension[] DIMENSIONS = Dimension.values();
  private static final Evidence[] EVIDENCE = Evidence.values();

  private final ConfluenceSettings settings;
  private final List<Factor> factors;
  private final Factor[] ordered;
  private final int[] dimensionOf;
  private final int[] evidenceOf;
  private final double[] factorWeights;
  private final double[] weights = new double[DIMENSIONS.length];
  private final BeforeReading candles;
  private final DoubleSupplier bookQuality;

  /** Tells the candle factors that a reading begins. */
  @FunctionalInterface
  public interface BeforeReading {
    /**
     * The factors are read next, with these open bars.
     *
     * @param nowMs the symbol's newest event time, ms
     */
    void beginRead(OpenBars open, long nowMs);
  }

  /**
   * A meter over all factors of a symbol. A factor that the settings do not name is refused; one
   * that the settings name and nobody supplies is absent for ever and counts against coverage.
   *
   * @param candleFactors technical, volume and price structure
   * @param candles called at the start of each reading
   */
  public ConfluenceMeter(
      ConfluenceSettings settings,
      List<Factor> candleFactors,
      BeforeReading candles,
      FlowFactors flow,
      BookFactors book,
      CrowdFactors crowd) {
    this(
        settings,
        joined(candleFactors, flow.factors(), book.factors(), crowd.factors()),
        candles,
        book::flickerQuality);
  }

  ConfluenceMeter(
      ConfluenceSettings settings,
      List<Factor> unordered,
      BeforeReading candles,
      DoubleSupplier bookQuality) {
    this.settings = settings;
    this.candles = candles;
    this.bookQuality = bookQuality;
    List<Factor> sorted = new ArrayList<>(unordered);
    sorted.sort(Comparator.comparing(Factor::dimension));
    this.factors = List.copyOf(sorted);
    this.ordered = factors.toArray(Factor[]::new);
    this.dimensionOf = new int[ordered.length];
    this.evidenceOf = new int[ordered.length];
    this.factorWeights = new double[ordered.length];
    Set<String> names = new HashSet<>();
    for (int i = 0; i < ordered.length; i++) {
      Factor factor = ordered[i];
      if (!configured(factor) || !names.add(factor.dimension() + "." + factor.name())) {
        throw new IllegalArgumentException("factor without weight or twice: " + factor.name());
      }
      dimensionOf[i] = ConfluenceReading.slot(factor.dimension());
      evidenceOf[i] = ConfluenceReading.slot(factor.evidence());
      factorWeights[i] = settings.weight(factor.dimension(), factor.name());
    }
    for (Dimension dimension : DIMENSIONS) {
      weights[ConfluenceReading.slot(dimension)] = settings.weight(dimension);
    }
  }

  private boolean configured(Factor factor) {
    Map<String, Double> named = settings.factors().get(factor.dimension());
    return named != null && named.containsKey(factor.name());
  }

  @SafeVarargs
  private static List<Factor> joined(List<Factor>... lists) {
    List<Factor> all = new ArrayList<>();
    for (List<Factor> list : lists) {
      all.addAll(list);
    }
    return all;
  }

  /** All factors, grouped by dimension in its order. */
  public List<Factor> factors() {
    return factors;
  }

  public ConfluenceSettings settings() {
    return settings;
  }

  /** A reading for this meter to write into. */
  public ConfluenceReading newReading() {
    return new ConfluenceReading(factors, factorWeights, weights);
  }

  /**
   * Reads every factor and composes the score.
   *
   * @param nowMs the symbol's newest event time, ms since the epoch
   * @param out from {@link #newReading}
   */
  public void read(long nowMs, OpenBars open, ConfluenceReading out) {
    if (!made(out)) {
      throw new IllegalArgumentException("the reading belongs to another meter");
    }
    candles.beginRead(open, nowMs);
    out.nowMs = nowMs;
    readFactors(nowMs, out);
    composeDimensions(out);
    composeScore(out);
  }

  @SuppressWarnings("ReferenceEquality") // identity is meant: only own readings have our shape
  private boolean made(ConfluenceReading out) {
    return out.factors == factors;
  }

  private void readFactors(long nowMs, ConfluenceReading out) {
    Arrays.fill(out.evidenceMs, Reading.NEVER);
    for (int i = 0; i < ordered.length; i++) {
      Reading reading = out.readings[i];
      ordered[i].read(nowMs, reading);
      if (reading.isPresent()) {
        int evidence = evidenceOf[i];
        out.evidenceMs[evidence] = Math.max(out.evidenceMs[evidence], reading.inputTimeMs());
      }
    }
    double excess = 0;
    boolean any = false;
    for (int e = 0; e < EVIDENCE.length; e++) {
      if (out.evidenceMs[e] != Reading.NEVER) {
        any = true;
        double budget = EVIDENCE[e].budgetMs();
        excess += Math.max(0, nowMs - out.evidenceMs[e] - budget) / budget;
      }
    }
    out.freshness = any ? StrictMath.exp(-excess) : Double.NaN;
  }

  private void composeDimensions(ConfluenceReading out) {
    Arrays.fill(out.present, 0);
    Arrays.fill(out.bias, 0);
    Arrays.fill(out.quality, 0);
    for (int i = 0; i < ordered.length; i++) {
      Reading reading = out.readings[i];
      if (reading.isPresent()) {
        int d = dimensionOf[i];
        out.present[d] += factorWeights[i];
        out.bias[d] += factorWeights[i] * reading.bias();
        out.quality[d] += factorWeights[i] * reading.quality();
      }
    }
    out.coverage = 0;
    for (int d = 0; d < DIMENSIONS.length; d++) {
      double share = out.present[d];
      out.coverage += weights[d] * Math.min(1, share);
      boolean present = share > 0 && share >= settings.minimumPresence() - ROUNDING;
      out.bias[d] = present ? Math.clamp(out.bias[d] / share, -1.0, 1.0) : Double.NaN;
      out.quality[d] = present ? Math.min(1, out.quality[d] / share) : Double.NaN;
      out.present[d] = Math.min(1, share);
    }
    out.coverage = Math.min(1, out.coverage);
    out.quality[ConfluenceReading.slot(Dimension.ORDERBOOK)] *= bookQuality.getAsDouble();
  }

  private void composeScore(ConfluenceReading out) {
    double presentWeight = 0;
    for (int d = 0; d < DIMENSIONS.length; d++) {
      presentWeight += Double.isNaN(out.bias[d]) ? 0 : weights[d];
    }
    if (!(presentWeight > 0) || out.coverage < settings.minimumCoverage() - ROUNDING) {
      absent(out);
      return;
    }
    double points = 0;
    double sample = 0;
    for (int d = 0; d < DIMENSIONS.length; d++) {
      double share = weights[d] / presentWeight;
      out.contribution[d] = 50 * share * out.bias[d];
      points += Double.isNaN(out.bias[d]) ? 0 : out.contribution[d];
      sample += Double.isNaN(out.bias[d]) ? 0 : share * out.quality[d];
    }
    // The score is made from the contributions, so that they add up to it.
    out.score = Math.clamp(50 + points, 0.0, 100.0);
    out.direction = Math.clamp(points / 50, -1.0, 1.0);
    out.sample = Math.min(1, sample);
    double dispersion = 0;
    for (int d = 0; d < DIMENSIONS.length; d++) {
      double off = out.bias[d] - out.direction;
      dispersion += Double.isNaN(off) ? 0 : weights[d] / presentWeight * off * off;
    }
    out.dispersion = dispersion;
    out.consensus = StrictMath.exp(-2 * dispersion);
    out.reliability = out.coverage * out.freshness * out.sample;
    out.confidence = Math.abs(out.direction) * out.consensus * out.reliability;
  }

  private static void absent(ConfluenceReading out) {
    Arrays.fill(out.contribution, Double.NaN);
    out.score = Double.NaN;
    out.direction = Double.NaN;
    out.dispersion = Double.NaN;
    out.consensus = Double.NaN;
    out.sample = Double.NaN;
    out.reliability = Double.NaN;
    out.confidence = Double.NaN;
  }
}
