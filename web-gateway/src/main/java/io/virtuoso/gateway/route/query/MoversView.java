package io.virtuoso.gateway.route.query;

import io.virtuoso.model.document.Missing;
import io.virtuoso.model.document.Movers;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.document.SymbolTable;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Gainers, losers and volume leaders of the score table. */
public final class MoversView implements View {
  private static final Parameter LIMIT = Parameters.limit(50, 10);

  /** Below a million a day, in quote currency, a few trades make a mover. */
  private static final BigDecimal FLOOR = new BigDecimal("1000000");

  @Override
  public List<Parameter> parameters() {
    return List.of(LIMIT);
  }

  @Override
  public Optional<Asked> asked(Query query) {
    int limit = Integer.parseInt(query.text(LIMIT.name()));
    Typed<SymbolTable, Movers> movers =
        new Typed<>(SymbolTable.class, table -> movers(table, limit));
    return Optional.of(new Asked("movers=" + limit, movers::of));
  }

  static Movers movers(SymbolTable table, int limit) {
    List<SymbolRow> liquid = table.rows().stream().filter(MoversView::isLiquid).toList();
    List<SymbolRow> moved =
        liquid.stream().filter(row -> !Double.isNaN(number(row.change24h()))).toList();
    long unjudged = table.rows().stream().filter(row -> row.turnover24h() == null).count();
    return new Movers(
        FLOOR,
        liquid.size(),
        top(
            moved.stream().filter(row -> number(row.change24h()) > 0).toList(),
            limit,
            r -> -number(r.change24h())),
        top(
            moved.stream().filter(row -> number(row.change24h()) < 0).toList(),
            limit,
            r -> number(r.change24h())),
        top(liquid, limit, row -> -turnover(row)),
        table.coverage(),
        unjudged == 0
            ? List.of()
            : List.of(new Missing("ranked", unjudged + " symbols do not know their turnover yet")));
  }

  private static boolean isLiquid(SymbolRow row) {
    BigDecimal turnover = row.turnover24h();
    return turnover != null && turnover.compareTo(FLOOR) >= 0;
  }

  private static List<SymbolRow> top(
      List<SymbolRow> rows, int limit, ToDoubleFunction<SymbolRow> order) {
    return rows.stream()
        .sorted(Comparator.comparingDouble(order).thenComparing(SymbolRow::symbol))
        .limit(limit)
        .toList();
  }

  private static double turnover(SymbolRow row) {
    BigDecimal turnover = row.turnover24h();
    return turnover == null ? 0 : turnover.doubleValue();
  }

  private static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
