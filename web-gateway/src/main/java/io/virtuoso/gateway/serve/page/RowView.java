package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.Dimension;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.wire.DocumentJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One line of the score table.
 *
 * @param asOf RFC 3339; empty in the template that the browser copies for rows it adds
 * @param bars a class per dimension: {@code u3} three tenths above 50, {@code d10} all the way
 *     below, {@code n} absent
 * @param barsLabel the same in words
 */
public record RowView(
    String symbol,
    String asOf,
    Shown price,
    Shown change,
    Shown score,
    Shown coverage,
    Shown turnover,
    String age,
    String ageState,
    List<String> bars,
    String barsLabel,
    String barsState) {

  /** The row that the browser copies. */
  static RowView blank() {
    Shown nothing = Shown.of(Numbers.NOTHING, null, Freshness.PRICE, Double.NaN);
    String gone = Freshness.State.GONE.code();
    return new RowView(
        "",
        "",
        nothing,
        nothing,
        nothing,
        nothing,
        nothing,
        Numbers.NOTHING,
        gone,
        Collections.nCopies(Dimension.values().length, "n"),
        "",
        gone);
  }

  /** {@code row} at data time {@code now}. */
  static RowView of(SymbolRow row, Instant now) {
    double age = Freshness.age(row.asOf(), now);
    Freshness.State scoreState = Freshness.SCORE.of(age);
    boolean gone = scoreState == Freshness.State.GONE;
    return new RowView(
        row.symbol().code(),
        DocumentJson.time(row.asOf()),
        price(row.price(), age),
        change(row.change24h(), age),
        score(row.score(), row.coverage(), age),
        coverage(row, age),
        Shown.of(
            Numbers.money(row.turnover24h()),
            row.turnover24h() == null ? "turnover of 24 hours is not known" : null,
            Freshness.SCORE,
            age),
        Numbers.age(age),
        Freshness.PRICE.of(age).code(),
        Arrays.stream(Dimension.values())
            .map(one -> gone ? "n" : barClass(row.dimensions().get(one.code())))
            .toList(),
        gone ? "too old to show" : barsLabel(row),
        scoreState.code());
  }

  static Shown price(@Nullable BigDecimal price, double age) {
    String text = Numbers.price(price);
    String title =
        price == null
            ? "no trade known"
            : text.chars().anyMatch(c -> c >= '₀' && c <= '₉') ? price.toPlainString() : null;
    return Shown.of(text, title, Freshness.PRICE, age);
  }

  static Shown change(@Nullable Double change, double age) {
    String why = change == null ? "the close 24 hours ago is not known" : null;
    return Shown.directed(Numbers.percent(change), why, Freshness.PRICE, age, change);
  }

  static Shown score(@Nullable Double score, double coverage, double age) {
    String why =
        score == null ? "coverage " + Numbers.share(coverage) + " is too low for a score" : null;
    Double lean = score == null ? null : Double.valueOf(score - 50);
    return Shown.directed(Numbers.score(score), why, Freshness.SCORE, age, lean);
  }

  static String barClass(@Nullable Double score) {
    Integer step = Numbers.barStep(score);
    return step == null ? "n" : step < 0 ? "d" + -step : "u" + step;
  }

  private static Shown coverage(SymbolRow row, double age) {
    Dimension[] all = Dimension.values();
    long present =
        Arrays.stream(all)
            .filter(one -> Numbers.barStep(row.dimensions().get(one.code())) != null)
            .count();
    String title = "coverage " + Numbers.share(row.coverage()) + " of the weight";
    return Shown.of(present + "/" + all.length, title, Freshness.SCORE, age);
  }

  private static String barsLabel(SymbolRow row) {
    return Arrays.stream(Dimension.values())
        .map(one -> {
          String score = Numbers.score(row.dimensions().get(one.code()));
          return Words.of(one.code()) + " " + (score.equals(Numbers.NOTHING) ? "missing" : score);
        })
        .collect(Collectors.joining(", "));
  }
}
