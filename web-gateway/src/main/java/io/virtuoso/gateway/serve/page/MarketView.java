package io.virtuoso.gateway.serve.page;

import io.virtuoso.model.document.DashboardOverview;
import io.virtuoso.model.document.Document;
import io.virtuoso.model.document.EngineStatus;
import io.virtuoso.model.document.Meta;
import io.virtuoso.model.document.Source;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.wire.DocumentJson;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The market page.
 *
 * @param asOf of the overview, RFC 3339; empty when there is none
 * @param more how many rows follow with the stream
 */
public record MarketView(
    HeaderView header,
    String asOf,
    List<Stat> stats,
    List<RowView> rows,
    RowView blank,
    int more,
    String boot) {
  /** What fits the first response; the stream brings every row. */
  private static final int FIRST_ROWS = 60;

  private static final Comparator<SymbolRow> BEST_FIRST =
      Comparator.comparing(
              SymbolRow::score, Comparator.nullsLast(Comparator.<Double>reverseOrder()))
          .thenComparing(SymbolRow::symbol);

  /** One value of the market strip. */
  public record Stat(String field, String label, Shown shown) {}

  /** The page at {@code now}, wall clock. */
  static MarketView of(Sought<DashboardOverview> sought, Sought<EngineStatus> status, Instant now) {
    Optional<Document<DashboardOverview>> overview = sought.found();
    List<String> problems =
        Stream.of(sought.problem(), status.problem()).flatMap(Optional::stream).toList();
    Optional<Meta> meta = overview.map(Document::meta);
    Instant dataNow = dataNow(meta, now);
    List<SymbolRow> rows = overview.map(one -> one.data().rows()).orElse(List.of());
    List<SymbolRow> first = rows.stream().sorted(BEST_FIRST).limit(FIRST_ROWS).toList();
    double age = Freshness.age(meta.map(Meta::asOf).orElse(null), dataNow);
    return new MarketView(
        HeaderView.of(pulse(meta, rows, age, dataNow), status, problems, now),
        meta.map(one -> DocumentJson.time(one.asOf())).orElse(""),
        Strip.of(overview.map(one -> one.data().market()), age),
        first.stream().map(row -> RowView.of(row, dataNow)).toList(),
        RowView.blank(),
        rows.size() - first.size(),
        Boot.market(overview, first, status, problems, now));
  }

  /** In a replay what ages is the distance to the newest moment replayed. */
  static Instant dataNow(Optional<Meta> meta, Instant now) {
    return meta.filter(one -> one.source() == Source.REPLAY).map(Meta::asOf).orElse(now);
  }

  private static HeaderView.Pulse pulse(
      Optional<Meta> meta, List<SymbolRow> rows, double age, Instant dataNow) {
    double[] ages = rows.stream().mapToDouble(row -> Freshness.age(row.asOf(), dataNow)).toArray();
    int stale = 0;
    double newest = ages.length == 0 ? age : Double.POSITIVE_INFINITY;
    for (double one : ages) {
      newest = Math.min(newest, one);
      stale += Freshness.PRICE.of(one).compareTo(Freshness.State.STALE) >= 0 ? 1 : 0;
    }
    return new HeaderView.Pulse(meta, newest, stale, ages.length);
  }
}
