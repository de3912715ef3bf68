package io.virtuoso.engine.measure.confluence;

import io.virtuoso.model.Dimension;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the score is made of.
 *
 * @param weights the weight of each dimension, summing to 1
 * @param factors per dimension the weight of each factor by name, summing to 1
 * @param minimumCoverage 0 to 1; below it there is no score
 * @param minimumPresence 0 to 1; share of a dimension's factor weight below which it is absent
 */
public record ConfluenceSettings(
    Map<Dimension, Double> weights,
    Map<Dimension, Map<String, Double>> factors,
    double minimumCoverage,
    double minimumPresence) {
  private static final double ROUNDING = 1e-9;

  public ConfluenceSettings {
    Map<Dimension, Double> weightCopy = new EnumMap<>(Dimension.class);
    weightCopy.putAll(weights);
    requireShares("dimensions", weightCopy);
    Map<Dimension, Map<String, Double>> factorCopy = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      Map<String, Double> inside = factors.get(dimension);
      if (inside == null || !weightCopy.containsKey(dimension)) {
        throw new IllegalArgumentException(dimension.code() + " has no weight or no factors");
      }
      requireShares(dimension.code(), inside);
      factorCopy.put(dimension, Collections.unmodifiableMap(new LinkedHashMap<>(inside)));
    }
    requireShare("minimum coverage", minimumCoverage);
    requireShare("minimum presence", minimumPresence);
    weights = Collections.unmodifiableMap(weightCopy);
    factors = Collections.unmodifiableMap(factorCopy);
  }

  /** The weights of the specification. */
  public static ConfluenceSettings defaults() {
    Map<Dimension, Double> weights = new EnumMap<>(Dimension.class);
    weights.put(Dimension.ORDERFLOW, .30);
    weights.put(Dimension.ORDERBOOK, .20);
    weights.put(Dimension.VOLUME, .18);
    weights.put(Dimension.PRICE_STRUCTURE, .15);
    weights.put(Dimension.TECHNICAL, .10);
    weights.put(Dimension.SENTIMENT, .07);
    Map<Dimension, Map<String, Double>> factors = new EnumMap<>(Dimension.class);
    factors.put(
        Dimension.ORDERFLOW,
        Map.of(
            "cvd", .22,
            "trade_imbalance", .13,
            "flow_momentum", .17,
            "large_trades", .13,
            "stacked_imbalance", .10,
            "divergence", .10,
            "open_interest", .15));
    factors.put(
        Dimension.ORDERBOOK,
        Map.of(
            "depth_imbalance", .22,
            "order_flow_imbalance", .24,
            "top_imbalance", .16,
            "microprice", .12,
            "cost_asymmetry", .14,
            "absorption", .12));
    factors.put(
        Dimension.VOLUME,
        Map.of(
            "volume_delta", .20,
            "cmf", .15,
            "accumulation_distribution", .15,
            "obv", .15,
            "relative_volume", .15,
            "vwap", .20));
    factors.put(
        Dimension.PRICE_STRUCTURE,
        Map.of(
            "trend_position", .20,
            "structure_break", .20,
            "support_resistance", .15,
            "order_block", .15,
            "fair_value_gap", .10,
            "value_area", .10,
            "range_position", .10));
    factors.put(
        Dimension.TECHNICAL,
        Map.of(
            "rsi", .20,
            "awesome_oscillator", .20,
            "directional_movement", .20,
            "cci", .15,
            "williams_r", .10,
            "efficiency_ratio", .15));
    factors.put(
        Dimension.SENTIMENT,
        Map.of("funding", .30, "long_short_ratio", .20, "liquidations", .30, "basis", .20));
    return new ConfluenceSettings(weights, factors, .60, .5);
  }

  /** The weight of a dimension in the score. */
  public double weight(Dimension dimension) {
    return value(weights, dimension);
  }

  /** The weight of a factor inside its dimension; 0 when it is not configured. */
  public double weight(Dimension dimension, String factor) {
    return value(factors, dimension).getOrDefault(factor, 0.0);
  }

  private static <K, V> V value(Map<K, V> map, K key) {
    V value = map.get(key);
    if (value == null) {
      throw new IllegalArgumentException("no weight of " + key);
    }
    return value;
  }

  /**
   * SHA-256 over every number in a fixed order, as lower-case hex: equal exactly when the score is
   * made of the same parts.
   */
  public String hash() {
    StringBuilder text = new StringBuilder();
    for (Dimension dimension : Dimension.values()) {
      text.append(dimension.code()).append('=').append(weight(dimension)).append('\n');
      for (Map.Entry<String, Double> factor : new TreeMap<>(value(factors, dimension)).entrySet()) {
        text.append(dimension.code()).append('.').append(factor.getKey());
        text.append('=').append(factor.getValue()).append('\n');
      }
    }
    text.append("minimum_coverage=").append(minimumCoverage).append('\n');
    text.append("minimum_presence=").append(minimumPresence).append('\n');
    try {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void requireShares(String what, Map<?, Double> shares) {
    double sum = 0;
    for (Map.Entry<?, Double> share : shares.entrySet()) {
      requireShare(what + ": " + share.getKey(), share.getValue());
      sum += share.getValue();
    }
    if (!(Math.abs(sum - 1) <= ROUNDING)) {
      throw new IllegalArgumentException(what + ": weights sum to " + sum + ", not 1");
    }
  }

  private static void requireShare(String what, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(what + " is " + share + ", not between 0 and 1");
    }
  }
}
