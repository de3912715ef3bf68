package io.virtuoso.engine.overview;

import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Feed;
import io.virtuoso.model.document.MarketOverview;
import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.SymbolTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Folds the symbols' states into the market-wide documents. Pure. */
public final class MarketFold {
  private static final int TOP = 5;
  private static final String BITCOIN = "BTCUSDT";

  private final List<SymbolState> states;
  private final int followed;

  /**
   * A fold over what is known now.
   *
   * @param states one for each symbol that has one, in canonical order
   * @param followed how many symbols are configured
   */
  public MarketFold(List<SymbolState> states, int followed) {
    this.states = List.copyOf(states);
    this.followed = followed;
  }

  public SymbolTable table() {
    return new SymbolTable(rows(), coverage());
  }

  public MarketOverview overview() {
    List<Missing> missing = new ArrayList<>();
    double[] scores = known(row -> orNaN(row.score()));
    double[] changes = known(row -> orNaN(row.change24h()));
    return new MarketOverview(
        followed,
        scores.length,
        changes.length == 0 ? null : Integer.valueOf(count(changes, 1)),
        changes.length == 0 ? null : Integer.valueOf(count(changes, -1)),
        orMissing(mean(scores), "average_score", "no symbol has a score yet", missing),
        orMissing(deviation(scores), "dispersion", "needs the scores of two symbols", missing),
        orMissing(bitcoinVolatility(), "btc_volatility", "needs a day of BTC candles", missing),
        turnover(missing),
        openInterest(missing),
        orMissing(
            fundingRate(),
            "funding_rate",
            "no venue in use tells funding and open interest yet",
            missing),
        coverage(),
        withBreadth(changes, missing));
  }

  private static List<Missing> withBreadth(double[] changes, List<Missing> missing) {
    if (changes.length == 0) {
      missing.add(new Missing("advancing", "no symbol has 24 hours of candles yet"));
      missing.add(new Missing("declining", "no symbol has 24 hours of candles yet"));
    }
    return missing;
  }

  /** Everything the first view of the dashboard needs. */
  public DashboardOverview dashboard(List<Feed> feeds) {
    MarketOverview market = overview();
    List<Missing> lacking = new ArrayList<>();
    lacking.add(new Missing("signals", "the signal ledger is not part of this version"));
    lacking.add(new Missing("alerts", "alert rules are not part of this version"));
    market.missing().forEach(m -> lacking.add(new Missing("market." + m.field(), m.reason())));
    return new DashboardOverview(
        market,
        top(row -> orNaN(row.score()), true),
        top(row -> orNaN(row.score()), false),
        top(row -> orNaN(row.change24h()), true),
        top(row -> orNaN(row.change24h()), false),
        rows(),
        null,
        null,
        feeds,
        lacking);
  }

  private List<SymbolRow> rows() {
    return states.stream().map(SymbolState::row).toList();
  }

  private double coverage() {
    return followed == 0 ? 0 : (double) states.size() / followed;
  }

  /** The first few by a value, those without it left out, ties by symbol. */
  private List<SymbolRow> top(ToDoubleFunction<SymbolRow> value, boolean largestFirst) {
    Comparator<SymbolRow> order = Comparator.comparingDouble(value);
    return rows().stream()
        .filter(row -> Double.isFinite(value.applyAsDouble(row)))
        .sorted((largestFirst ? order.reversed() : order).thenComparing(SymbolRow::symbol))
        .limit(TOP)
        .toList();
  }

  private double bitcoinVolatility() {
    for (SymbolState state : states) {
      if (state.row().symbol().code().equals(BITCOIN)) {
        return state.volatility();
      }
    }
    return Double.NaN;
  }

  private @Nullable BigDecimal turnover(List<Missing> missing) {
    List<BigDecimal> known =
        rows().stream().flatMap(row -> Stream.ofNullable(row.turnover24h())).toList();
    if (known.isEmpty()) {
      missing.add(new Missing("turnover_24h", "no symbol has 24 hours of candles yet"));
      return null;
    }
    return known.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private @Nullable BigDecimal openInterest(List<Missing> missing) {
    double[] known =
        states.stream().mapToDouble(SymbolState::openInterest).filter(Double::isFinite).toArray();
    if (known.length == 0) {
      missing.add(new Missing("open_interest", "no venue in use tells its open interest yet"));
      return null;
    }
    return BigDecimal.valueOf(mean(known) * known.length).setScale(0, RoundingMode.HALF_EVEN);
  }

  private double fundingRate() {
    double weighted = 0;
    double weight = 0;
    for (SymbolState state : states) {
      if (Double.isFinite(state.openInterest()) && Double.isFinite(state.fundingRate())) {
        weighted += state.openInterest() * state.fundingRate();
        weight += state.openInterest();
      }
    }
    return weighted / weight;
  }

  private double[] known(ToDoubleFunction<SymbolRow> value) {
    return rows().stream().mapToDouble(value).filter(Double::isFinite).toArray();
  }

  private static @Nullable Double orMissing(
      double value, String field, String reason, List<Missing> missing) {
    if (Double.isFinite(value)) {
      return value;
    }
    missing.add(new Missing(field, reason));
    return null;
  }

  private static double orNaN(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }

  private static int count(double[] values, int sign) {
    int count = 0;
    for (double value : values) {
      if (Math.signum(value) == sign) {
        count++;
      }
    }
    return count;
  }

  /** NaN of nothing. */
  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** NaN of fewer than two. */
  private static double deviation(double[] values) {
    if (values.length < 2) {
      return Double.NaN;
    }
    double mean = mean(values);
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / values.length);
  }
}
