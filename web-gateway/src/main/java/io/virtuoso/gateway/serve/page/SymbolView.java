package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.Interval;
import io.virtuoso.model.document.Confluence;
import io.virtuoso.model.document.Confluence.DimensionView;
import io.virtuoso.model.document.Confluence.FactorView;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.VenueView;
import io.virtuoso.model.wire.DocumentJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of one symbol.
 *
 * @param asOf RFC 3339
 * @param partState {@code data-state} of the breakdown
 * @param intervals candle intervals to choose from
 * @param viewBox the axis of all contribution bars
 * @param fallback why another venue leads than the preferred one; empty when it does
 * @param venues one row for each venue
 */
public record SymbolView(
    HeaderView header,
    String symbol,
    String venue,
    String asOf,
    Shown price,
    Shown change,
    Shown score,
    List<Measure> measures,
    String age,
    String ageState,
    String partState,
    List<String> intervals,
    String viewBox,
    List<Contribution> contributions,
    List<Part> parts,
    String fallback,
    List<List<String>> venues,
    String boot) {

  /** One number about the score as a whole. */
  public record Measure(String field, String label, String explanation, Shown shown) {}

  /**
   * One signed bar.
   *
   * @param x where it begins, points from 50
   * @param width points
   * @param side {@code up} or {@code down}
   */
  public record Contribution(
      String name, String label, Shown points, Shown weight, String x, String width, String side) {}

  /** One dimension with its factors, as text. */
  public record Part(
      String name,
      String label,
      String score,
      String present,
      String quality,
      List<FactorLine> factors) {}

  /**
   * One factor.
   *
   * @param inputs each raw number in words, and why there is no bias
   */
  public record FactorLine(
      String name,
      String label,
      String bias,
      @Nullable String direction,
      String weight,
      String quality,
      String age,
      List<String> inputs) {}

  /** The page at {@code now}, wall clock. */
  static SymbolView of(Document<Confluence> document, Sought<EngineStatus> status, Instant now) {
    Confluence data = document.data();
    Instant dataNow = MarketView.dataNow(Optional.of(document.meta()), now);
    double age = Freshness.age(document.meta().asOf(), dataNow);
    Freshness.State state = Freshness.PRICE.of(age);
    List<String> problems = status.problem().stream().toList();
    int stale = state.compareTo(Freshness.State.STALE) >= 0 ? 1 : 0;
    HeaderView.Pulse pulse = new HeaderView.Pulse(Optional.of(document.meta()), age, stale, 1);
    Waterfall waterfall = Waterfall.of(data.dimensions());
    return new SymbolView(
        HeaderView.of(pulse, status, problems, now),
        data.symbol().code(),
        data.venue(),
        DocumentJson.time(document.meta().asOf()),
        RowView.price(data.price(), age),
        RowView.change(data.change24h(), age),
        RowView.score(data.score(), data.coverage(), age),
        measures(data, age),
        Numbers.age(age),
        state.code(),
        Freshness.SCORE.of(age).code(),
        Arrays.stream(Interval.values()).map(Interval::code).toList(),
        "%d 0 %d 10".formatted(-waterfall.span(), 2 * waterfall.span()),
        contributions(data.dimensions(), waterfall, age),
        data.dimensions().stream().map(SymbolView::part).toList(),
        fallback(data),
        data.venues().stream().map(SymbolView::venue).toList(),
        Boot.symbol(document, status, problems, now));
  }

  private static String fallback(Confluence data) {
    Confluence.Fallback fallback = data.fallback();
    return fallback == null
        ? ""
        : data.venue() + " leads instead of " + fallback.preferred() + ": " + fallback.reason();
  }

  private static List<String> venue(VenueView venue) {
    return List.of(
        venue.venue(),
        Words.of(venue.role()),
        venue.reason() == null ? venue.state() : venue.state() + " (" + venue.reason() + ")",
        Numbers.price(venue.price()) + " " + venue.quote(),
        Numbers.points(venue.offBp()),
        Numbers.age((double) venue.ageMs()),
        Numbers.compact(venue.volume()),
        Numbers.compact(venue.delta()),
        Numbers.share(venue.flowShare()));
  }

  private static List<Measure> measures(Confluence data, double age) {
    return List.of(
        measure(
            "coverage", "Coverage", "share of the weight that is present", data.coverage(), age),
        measure(
            "confidence",
            "Confidence",
            "direction × consensus × reliability",
            data.confidence(),
            age),
        measure("consensus", "Consensus", "how well the dimensions agree", data.consensus(), age),
        measure(
            "reliability",
            "Reliability",
            "coverage × freshness × sample quality",
            data.reliability(),
            age));
  }

  private static Measure measure(
      String field, String label, String explanation, @Nullable Double value, double age) {
    String why = value == null ? "there is no score" : null;
    return new Measure(
        field, label, explanation, Shown.of(Numbers.share(value), why, Freshness.SCORE, age));
  }

  private static List<Contribution> contributions(
      List<DimensionView> dimensions, Waterfall waterfall, double age) {
    boolean gone = Freshness.SCORE.of(age) == Freshness.State.GONE;
    List<Contribution> lines = new ArrayList<>();
    for (int i = 0; i < dimensions.size(); i++) {
      DimensionView one = dimensions.get(i);
      Double points = one.contribution();
      String why = points == null ? "not enough data for this dimension" : null;
      Waterfall.Step step = gone ? Waterfall.Step.NONE : waterfall.steps().get(i);
      lines.add(
          new Contribution(
              one.name(),
              Words.of(one.name()),
              Shown.directed(Numbers.points(points), why, Freshness.SCORE, age, points),
              Shown.of(Numbers.share(one.weight()), null, Freshness.SCORE, age),
              Double.toString(step.x()),
              Double.toString(step.width()),
              points != null && points < 0 ? "down" : "up"));
    }
    return lines;
  }

  private static Part part(DimensionView one) {
    return new Part(
        one.name(),
        Words.of(one.name()),
        Numbers.score(one.score()),
        Numbers.share(one.present()),
        Numbers.share(one.quality()),
        one.factors().stream().map(SymbolView::line).toList());
  }

  private static FactorLine line(FactorView factor) {
    Double bias = factor.bias();
    List<String> inputs = new ArrayList<>();
    for (Confluence.Input input : factor.inputs()) {
      inputs.add(
          Words.of(input.name())
              + " "
              + Numbers.plain(input.value())
              + " "
              + Words.of(input.unit()));
    }
    if (bias == null) {
      inputs.add(factor.missing() == null ? "not enough data" : factor.missing());
    }
    Long ageMs = factor.ageMs();
    return new FactorLine(
        factor.name(),
        Words.factor(factor.name()),
        Numbers.bias(bias),
        bias == null || bias == 0 ? null : bias > 0 ? "up" : "down",
        Numbers.share(factor.weight()),
        Numbers.share(factor.quality()),
        Numbers.age(ageMs == null ? Double.NaN : ageMs),
        List.copyOf(inputs));
  }
}
