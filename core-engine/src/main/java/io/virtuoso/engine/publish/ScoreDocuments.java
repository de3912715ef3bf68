package io.virtuoso.engine.publish;

import io.virtuoso.engine.market.candle.Candles;
import io.virtuoso.engine.measure.confluence.ConfluenceReading;
import io.virtuoso.engine.measure.confluence.Explanation;
import io.virtuoso.engine.measure.confluence.RecentContributions;
import io.virtuoso.engine.measure.factor.Factor;
import io.virtuoso.engine.measure.factor.Reading;
import io.virtuoso.engine.overview.SymbolState;
import io.virtuoso.model.Dimension;
import io.virtuoso.model.Interval;
import io.virtuoso.model.Symbol;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.VenueView;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One symbol's score as documents, with the minutes before it. Owned by the symbol's pipeline. */
public final class ScoreDocuments {
  private static final int HISTORY_MINUTES = 240;
  private static final double LONG_FROM = 70;
  private static final double SHORT_TO = 35;
  private static final int DAY_BARS = 288;
  private static final double BARS_PER_YEAR = 365.0 * DAY_BARS;
  private static final String LOW_COVERAGE = "less than 60 % of the evidence is present";

  private final Symbol symbol;
  private final RecentContributions recent = new RecentContributions();
  private final Deque<Confluence.ScorePoint> history = new ArrayDeque<>();
  private long lastMinute = Long.MIN_VALUE;
  private double volatility = Double.NaN;
  private long volatilityOf = Long.MIN_VALUE;

  public ScoreDocuments(Symbol symbol) {
    this.symbol = symbol;
  }

  /** Keeps the first score of each minute of event time. */
  public void remember(ConfluenceReading reading) {
    recent.remember(reading);
    long minute = Interval.ONE_MINUTE.openTime(reading.nowMs());
    if (reading.hasScore() && minute > lastMinute) {
      lastMinute = minute;
      if (history.size() == HISTORY_MINUTES) {
        history.removeFirst();
      }
      history.addLast(new Confluence.ScorePoint(Instant.ofEpochMilli(minute), reading.score()));
    }
  }

  /**
   * The whole breakdown.
   *
   * @param candles the leading venue's
   * @param venue the one that leads
   * @param fallback why another venue leads than the preferred one; null when it does
   * @param venues all that carry the symbol
   */
  public Confluence confluence(
      ConfluenceReading reading,
      Candles candles,
      String venue,
      @Nullable BigDecimal price,
      Confluence.@Nullable Fallback fallback,
      List<VenueView> venues) {
    List<Missing> missing = new ArrayList<>();
    if (price == null) {
      missing.add(new Missing("price", "no trade yet"));
    }
    if (!reading.hasScore()) {
      for (String field :
          List.of("score", "direction", "dispersion", "consensus", "reliability", "confidence")) {
        missing.add(new Missing(field, LOW_COVERAGE));
      }
    }
    Double change = orNull(candles.change24h());
    if (change == null) {
      missing.add(new Missing("change_24h", "needs 24 hours of five-minute candles"));
    }
    return new Confluence(
        symbol,
        venue,
        price,
        change,
        orNull(reading.score()),
        reading.coverage(),
        orNull(reading.direction()),
        orNull(reading.dispersion()),
        orNull(reading.consensus()),
        orNull(reading.reliability()),
        orNull(reading.confidence()),
        dimensions(reading, missing),
        List.copyOf(history),
        Explanation.of(reading, recent, LONG_FROM, SHORT_TO).sentences(),
        fallback,
        venues,
        missing);
  }

  private static List<Confluence.DimensionView> dimensions(
      ConfluenceReading reading, List<Missing> missing) {
    List<Confluence.DimensionView> views = new ArrayList<>();
    for (Dimension dimension : Dimension.values()) {
      double bias = reading.bias(dimension);
      if (Double.isNaN(bias)) {
        missing.add(
            new Missing(
                "dimensions." + dimension.code(), "less than half of its evidence is present"));
      }
      views.add(
          new Confluence.DimensionView(
              dimension.code(),
              reading.weight(dimension),
              reading.present(dimension),
              orNull(bias),
              orNull(50 + 50 * bias),
              orNull(reading.contribution(dimension)),
              orNull(reading.quality(dimension)),
              factors(reading, dimension)));
    }
    return views;
  }

  private static List<Confluence.FactorView> factors(
      ConfluenceReading reading, Dimension dimension) {
    List<Confluence.FactorView> views = new ArrayList<>();
    for (int i = 0; i < reading.factors().size(); i++) {
      Factor factor = reading.factors().get(i);
      if (factor.dimension() == dimension) {
        Reading answer = reading.reading(i);
        long age = reading.ageMs(i);
        views.add(
            new Confluence.FactorView(
                factor.name(),
                reading.factorWeight(i),
                orNull(answer.bias()),
                answer.isPresent() ? answer.quality() : null,
                age == ConfluenceReading.NO_AGE ? null : age,
                inputs(factor, answer),
                answer.missing()));
      }
    }
    return views;
  }

  /** The raw numbers that are known. */
  private static List<Confluence.Input> inputs(Factor factor, Reading answer) {
    List<Confluence.Input> inputs = new ArrayList<>();
    for (int i = 0; i < answer.inputs(); i++) {
      if (Double.isFinite(answer.input(i))) {
        Factor.InputSpec spec = factor.inputs().get(i);
        inputs.add(new Confluence.Input(spec.name(), answer.input(i), spec.unit()));
      }
    }
    return inputs;
  }

  /**
   * What the symbol adds to the market-wide documents.
   *
   * @param venue the one that leads
   * @param openInterest base currency; NaN when not known
   * @param fundingPercent per 8 hours; NaN when not known
   */
  public SymbolState state(
      ConfluenceReading reading,
      Candles candles,
      String venue,
      String bookState,
      @Nullable BigDecimal price,
      double openInterest,
      double fundingPercent) {
    Map<String, @Nullable Double> dimensions = new LinkedHashMap<>();
    for (Dimension dimension : Dimension.values()) {
      dimensions.put(dimension.code(), orNull(50 + 50 * reading.bias(dimension)));
    }
    double turnover = candles.turnover24h();
    SymbolRow row =
        new SymbolRow(
            symbol,
            venue,
            price,
            orNull(candles.change24h()),
            Double.isFinite(turnover)
                ? BigDecimal.valueOf(turnover).setScale(0, RoundingMode.HALF_EVEN)
                : null,
            orNull(reading.score()),
            reading.coverage(),
            orNull(reading.confidence()),
            Collections.unmodifiableMap(dimensions),
            bookState,
            Instant.ofEpochMilli(reading.nowMs()));
    return new SymbolState(
        row, openInterest * candles.lastPrice(), fundingPercent, volatility(candles));
  }

  /** Standard deviation of five-minute log returns over a day, as percent a year. */
  private double volatility(Candles candles) {
    int size = candles.size(Interval.FIVE_MINUTES);
    if (size <= DAY_BARS) {
      return Double.NaN;
    }
    long newest = candles.bar(Interval.FIVE_MINUTES, size - 1).openTimeMs();
    if (newest != volatilityOf) {
      volatilityOf = newest;
      volatility = volatility(candles, size);
    }
    return volatility;
  }

  private static double volatility(Candles candles, int size) {
    double sum = 0;
    double squares = 0;
    for (int i = size - DAY_BARS; i < size; i++) {
      double change =
          StrictMath.log(
              candles.bar(Interval.FIVE_MINUTES, i).close()
                  / candles.bar(Interval.FIVE_MINUTES, i - 1).close());
      sum += change;
      squares += change * change;
    }
    double mean = sum / DAY_BARS;
    return Math.sqrt(Math.max(0, squares / DAY_BARS - mean * mean) * BARS_PER_YEAR) * 100;
  }

  private static @Nullable Double orNull(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
