package io.virtuoso.engine.measure.confluence;

import io.virtuoso.engine.measure.factor.Evidence;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One reading of the score with everything it was made of. Written over by each {@link
 * ConfluenceMeter#read}, so that reading allocates nothing; made by {@link
 * ConfluenceMeter#newReading}. What is absent is NaN.
 */
public final class ConfluenceReading {
  /** The age of an input that never arrived. */
  public static final long NO_AGE = -1;

  static final int DIMENSIONS = Dimension.values().length;
  static final int EVIDENCE = Evidence.values().length;

  final List<Factor> factors;
  final double[] factorWeights;
  final Reading[] readings;
  final double[] weight = new double[DIMENSIONS];
  final double[] bias = new double[DIMENSIONS];
  final double[] present = new double[DIMENSIONS];
  final double[] contribution = new double[DIMENSIONS];
  final double[] quality = new double[DIMENSIONS];
  final long[] evidenceMs = new long[EVIDENCE];
  long nowMs;
  double score = Double.NaN;
  double coverage;
  double direction = Double.NaN;
  double dispersion = Double.NaN;
  double consensus = Double.NaN;
  double freshness = Double.NaN;
  double sample = Double.NaN;
  double reliability = Double.NaN;
  double confidence = Double.NaN;

  ConfluenceReading(List<Factor> factors, double[] factorWeights, double[] weights) {
    this.factors = factors;
    this.factorWeights = factorWeights;
    List<Reading> made = new ArrayList<>();
    for (Factor factor : factors) {
      made.add(new Reading(factor.inputs().size()));
    }
    this.readings = made.toArray(Reading[]::new);
    System.arraycopy(weights, 0, weight, 0, DIMENSIONS);
    Arrays.fill(bias, Double.NaN);
    Arrays.fill(contribution, Double.NaN);
    Arrays.fill(quality, Double.NaN);
    Arrays.fill(evidenceMs, Reading.NEVER);
  }

  /** The place of an enum in the arrays above. */
  @SuppressWarnings("EnumOrdinal") // places live only in memory; an EnumMap would box every number
  static int slot(Enum<?> constant) {
    return constant.ordinal();
  }

  /** The symbol's newest event time at the reading, ms since the epoch. */
  public long nowMs() {
    return nowMs;
  }

  /** Whether coverage suffices for a score. */
  public boolean hasScore() {
    return !Double.isNaN(score);
  }

  /** 0 to 100, or NaN when coverage is below the minimum. */
  public double score() {
    return score;
  }

  /** Share of the configured weight that is present, 0 to 1; always known. */
  public double coverage() {
    return coverage;
  }

  /** −1 to +1, or NaN without a score. */
  public double direction() {
    return direction;
  }

  /** Weighted variance of the dimensions' biases around the direction, or NaN without a score. */
  public double dispersion() {
    return dispersion;
  }

  /** {@code e^(−2·dispersion)}, 0 to 1, or NaN without a score. */
  public double consensus() {
    return consensus;
  }

  /** 0 to 1, over the kinds of evidence of the present factors; NaN when none is present. */
  public double freshness() {
    return freshness;
  }

  /** Weighted mean quality, 0 to 1, or NaN without a score. */
  public double sample() {
    return sample;
  }

  /** Coverage × freshness × sample, 0 to 1, or NaN without a score. */
  public double reliability() {
    return reliability;
  }

  /** |direction| × consensus × reliability, 0 to 1, or NaN without a score. */
  public double confidence() {
    return confidence;
  }

  /** Configured weight of a dimension, 0 to 1. */
  public double weight(Dimension dimension) {
    return weight[slot(dimension)];
  }

  /** −1 to +1, or NaN when too little of the dimension is present. */
  public double bias(Dimension dimension) {
    return bias[slot(dimension)];
  }

  /** Share of the dimension's factor weight that is present, 0 to 1. */
  public double present(Dimension dimension) {
    return present[slot(dimension)];
  }

  /** Points added to or taken from 50, or NaN when the dimension or the score is absent. */
  public double contribution(Dimension dimension) {
    return contribution[slot(dimension)];
  }

  /** Weighted mean quality of the present factors, 0 to 1, or NaN when the dimension is absent. */
  public double quality(Dimension dimension) {
    return quality[slot(dimension)];
  }

  /** All factors, grouped by dimension in its order. */
  public List<Factor> factors() {
    return factors;
  }

  /** Weight of the {@code i}-th factor inside its dimension. */
  public double factorWeight(int i) {
    return factorWeights[i];
  }

  /** What the {@code i}-th factor answered. */
  public Reading reading(int i) {
    return readings[i];
  }

  /** Ms of event time since the factor's newest input, or {@link #NO_AGE}. */
  public long ageMs(int i) {
    long inputMs = readings[i].inputTimeMs();
    return inputMs == Reading.NEVER ? NO_AGE : Math.max(0, nowMs - inputMs);
  }
}
