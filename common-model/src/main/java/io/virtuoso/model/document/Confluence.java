package io.virtuoso.model.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.virtuoso.model.Symbol;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code confluence/{symbol}}: the score of one symbol with everything a person needs to check it.
 *
 * @param venue the venue that leads: price, book and candles are its own
 * @param price last trade, quote currency
 * @param change24h percent against the close 24 hours ago, from candles
 * @param score 0 to 100; null when coverage is below the minimum
 * @param coverage 0 to 1, share of the configured weight that is present
 * @param direction −1 to +1; null without a score
 * @param dispersion weighted variance of the dimensions' biases around the direction
 * @param consensus {@code e^(−2·dispersion)}, 0 to 1
 * @param reliability coverage × freshness × sample quality, 0 to 1
 * @param confidence |direction| × consensus × reliability, 0 to 1
 * @param dimensions all six, in order, absent ones included
 * @param history earlier scores, oldest first
 * @param explanation plain sentences, made from the numbers of this document only
 * @param fallback why another venue leads than the preferred one; null when the preferred one does
 * @param venues every venue of the symbol, in the order of preference; the flow is the sum of those
 *     that count
 * @param missing every null above but {@code fallback}, with its reason
 */
public record Confluence(
    Symbol symbol,
    String venue,
    @Nullable BigDecimal price,
    @JsonProperty("change_24h") @Nullable Double change24h,
    @Nullable Double score,
    double coverage,
    @Nullable Double direction,
    @Nullable Double dispersion,
    @Nullable Double consensus,
    @Nullable Double reliability,
    @Nullable Double confidence,
    List<DimensionView> dimensions,
    List<ScorePoint> history,
    List<String> explanation,
    @Nullable Fallback fallback,
    List<VenueView> venues,
    List<Missing> missing) {
  public Confluence {
    dimensions = List.copyOf(dimensions);
    history = List.copyOf(history);
    explanation = List.copyOf(explanation);
    venues = List.copyOf(venues);
    missing = List.copyOf(missing);
  }

  /**
   * One dimension's part in the score.
   *
   * @param name {@code Dimension.code}
   * @param weight configured, 0 to 1
   * @param present share of the dimension's factor weight that is present, 0 to 1
   * @param bias −1 to +1; null when fewer than half of its weight is present
   * @param score {@code 50 + 50·bias}
   * @param contribution points added to or taken from 50; all contributions add up to score − 50
   * @param quality 0 to 1, how adequate the samples are
   */
  public record DimensionView(
      String name,
      double weight,
      double present,
      @Nullable Double bias,
      @Nullable Double score,
      @Nullable Double contribution,
      @Nullable Double quality,
      List<FactorView> factors) {
    public DimensionView {
      factors = List.copyOf(factors);
    }
  }

  /**
   * One observation inside a dimension.
   *
   * @param weight inside its dimension, 0 to 1
   * @param bias −1 to +1; null when there is not enough data
   * @param ageMs ms between its newest input and the symbol's newest event, event time
   * @param inputs the raw numbers a person needs to check the bias
   * @param missing why the bias is null
   */
  public record FactorView(
      String name,
      double weight,
      @Nullable Double bias,
      @Nullable Double quality,
      @Nullable Long ageMs,
      List<Input> inputs,
      @Nullable String missing) {
    public FactorView {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * A raw number behind a bias.
   *
   * @param unit for example {@code quote}, {@code base}, {@code ratio}, {@code percent}, {@code
   *     points}
   */
  public record Input(String name, double value, String unit) {}

  /**
   * Another venue leads than the preferred one.
   *
   * @param preferred the venue that leads when all is well
   * @param since when the present venue took the lead, event time
   * @param reason what is wrong with the preferred venue, in plain words
   */
  public record Fallback(String preferred, Instant since, String reason) {}

  /** The score at one event-time minute. */
  public record ScorePoint(Instant time, double score) {}
}
