package io.virtuoso.engine.measure.confluence;

import io.virtuoso.model.Dimension;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why the score is what it is, from its numbers alone. Made when a document is, not per reading.
 *
 * @param movers the two dimensions whose contribution changed most in 15 min; empty when no score
 *     of then is known
 * @param flip the smallest change of a single dimension that crosses a threshold; null without a
 *     score or when no single dimension can do it
 * @param conflicts pairs of dimensions that clearly disagree
 * @param sentences all of the above in plain words
 */
public record Explanation(
    List<Mover> movers, @Nullable Flip flip, List<Conflict> conflicts, List<String> sentences) {
  /** A bias of at least this size, on both sides, makes a disagreement worth naming. */
  private static final double CLEAR = .2;

  private static final int MOVERS = 2;

  public Explanation {
    movers = List.copyOf(movers);
    conflicts = List.copyOf(conflicts);
    sentences = List.copyOf(sentences);
  }

  /** A dimension and by how many points its contribution changed. */
  public record Mover(Dimension dimension, double points) {}

  /**
   * What would change the signal's side.
   *
   * @param threshold the score that would be crossed
   * @param from the dimension's bias now
   * @param to the bias it would need, −1 to +1
   */
  public record Flip(Dimension dimension, double threshold, double from, double to) {}

  /** Two dimensions that lean opposite ways. */
  public record Conflict(Dimension bullish, Dimension bearish) {}

  /**
   * Explains a reading.
   *
   * @param longFrom score from which it is a long, 70 by default
   * @param shortTo score up to which it is a short, 35 by default
   */
  public static Explanation of(
      ConfluenceReading now, RecentContributions before, double longFrom, double shortTo) {
    List<Mover> movers = movers(now, before);
    Flip flip = flip(now, longFrom, shortTo);
    List<Conflict> conflicts = conflicts(now);
    List<String> sentences = new ArrayList<>();
    for (Mover mover : movers) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "In the last 15 min %s moved the score by %+.1f points.",
              words(mover.dimension),
              mover.points));
    }
    for (Conflict conflict : conflicts) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "%s leans bullish (%+.2f), %s leans bearish (%+.2f).",
              capital(words(conflict.bullish)),
              now.bias(conflict.bullish),
              words(conflict.bearish),
              now.bias(conflict.bearish)));
    }
    if (flip != null) {
      sentences.add(
          String.format(
              Locale.ROOT,
              "The score would cross %.0f if %s went from %+.2f to %+.2f.",
              flip.threshold,
              words(flip.dimension),
              flip.from,
              flip.to));
    }
    return new Explanation(movers, flip, conflicts, sentences);
  }

  private static List<Mover> movers(ConfluenceReading now, RecentContributions before) {
    List<Mover> movers = new ArrayList<>();
    if (now.hasScore() && before.known(now.nowMs())) {
      for (Dimension dimension : Dimension.values()) {
        double points =
            pointsOf(now.contribution(dimension))
                - pointsOf(before.contribution(now.nowMs(), dimension));
        if (points != 0) {
          movers.add(new Mover(dimension, points));
        }
      }
    }
    movers.sort(Comparator.comparingDouble(mover -> -Math.abs(mover.points)));
    return movers.subList(0, Math.min(MOVERS, movers.size()));
  }

  /** An absent dimension moved the score by nothing. */
  private static double pointsOf(double contribution) {
    return Double.isNaN(contribution) ? 0 : contribution;
  }

  private static @Nullable Flip flip(ConfluenceReading now, double longFrom, double shortTo) {
    if (!now.hasScore()) {
      return null;
    }
    double presentWeight = 0;
    for (Dimension dimension : Dimension.values()) {
      presentWeight += Double.isNaN(now.bias(dimension)) ? 0 : now.weight(dimension);
    }
    Flip smallest = null;
    for (Dimension dimension : Dimension.values()) {
      double bias = now.bias(dimension);
      double pointsPerBias = 50 * now.weight(dimension) / presentWeight;
      for (double threshold : new double[] {longFrom, shortTo}) {
        double needed = bias + (threshold - now.score()) / pointsPerBias;
        if (Math.abs(needed) <= 1
            && (smallest == null
                || Math.abs(needed - bias) < Math.abs(smallest.to - smallest.from))) {
          smallest = new Flip(dimension, threshold, bias, needed);
        }
      }
    }
    return smallest;
  }

  private static List<Conflict> conflicts(ConfluenceReading now) {
    List<Conflict> conflicts = new ArrayList<>();
    for (Dimension bullish : Dimension.values()) {
      for (Dimension bearish : Dimension.values()) {
        if (now.bias(bullish) >= CLEAR && now.bias(bearish) <= -CLEAR) {
          conflicts.add(new Conflict(bullish, bearish));
        }
      }
    }
    return conflicts;
  }

  private static String words(Dimension dimension) {
    return switch (dimension) {
      case ORDERFLOW -> "order flow";
      case ORDERBOOK -> "order book";
      case VOLUME -> "volume";
      case PRICE_STRUCTURE -> "price structure";
      case TECHNICAL -> "technical";
      case SENTIMENT -> "sentiment";
    };
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
