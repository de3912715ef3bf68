package io.virtuoso.gateway.route.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.virtuoso.model.Dimension;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of the score table, in canonical form.
 *
 * @param after only rows behind this one in the asked order; null for the first page
 */
record ScreenerQuery(Order order, List<Term> filter, int limit, @Nullable Cursor after) {
  static final int MAX_LIMIT = 500;
  private static final int MAX_TERMS = 8;
  private static final Pattern TERM =
      Pattern.compile("([a-z_0-9]{1,30})(>=|<=|>|<|=)(-?[0-9]{1,15}(?:\\.[0-9]{1,10})?)");

  ScreenerQuery {
    filter = List.copyOf(filter);
  }

  /** A column with numbers, or {@code symbol}. */
  record Field(String name) {
    static final String SYMBOL = "symbol";
    private static final List<String> COLUMNS =
        Stream.concat(
                Stream.of("price", "change_24h", "turnover_24h", "score", "coverage", "confidence"),
                Arrays.stream(Dimension.values()).map(Dimension::code))
            .toList();

    static boolean isNumeric(String name) {
      return COLUMNS.contains(name);
    }

    /** The row's number; NaN where it has none. */
    double of(JsonNode row) {
      JsonNode value = row.get(name);
      if (value == null) {
        value = row.path("dimensions").get(name);
      }
      if (value == null || value.isNull()) {
        return Double.NaN;
      }
      return value.isNumber() ? value.doubleValue() : parse(value.asText());
    }

    private static double parse(String decimal) {
      try {
        return Double.parseDouble(decimal);
      } catch (NumberFormatException notANumber) {
        return Double.NaN;
      }
    }
  }

  /** One condition. A row without that number never satisfies it. */
  record Term(Field field, String operator, double bound) {
    boolean holds(JsonNode row) {
      double value = field.of(row);
      DoublePredicate test =
          switch (operator) {
            case ">" -> v -> v > bound;
            case ">=" -> v -> v >= bound;
            case "<" -> v -> v < bound;
            case "<=" -> v -> v <= bound;
            default -> v -> v == bound;
          };
      return test.test(value);
    }
  }

  /** A sort; rows without the number come last either way, equal ones by symbol. */
  record Order(Field field, boolean descending) {
    Comparator<Cursor> comparator() {
      Comparator<Cursor> bySymbol = Comparator.comparing(Cursor::symbol);
      if (field.name.equals(Field.SYMBOL)) {
        return descending ? bySymbol.reversed() : bySymbol;
      }
      Comparator<Cursor> byValue = Comparator.comparingDouble(c -> descending ? -c.value : c.value);
      return Comparator.comparing((Cursor c) -> Double.isNaN(c.value))
          .thenComparing(byValue)
          .thenComparing(bySymbol);
    }

    Cursor cursor(JsonNode row) {
      return new Cursor(
          field.name.equals(Field.SYMBOL) ? 0 : field.of(row), row.path("symbol").asText());
    }

    String canonical() {
      return (descending ? "-" : "") + field.name;
    }
  }

  /** A place in the order: the sort value, NaN for none, and the symbol. */
  record Cursor(double value, String symbol) {
    String encode() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((value + "|" + symbol).getBytes(StandardCharsets.UTF_8));
    }

    static Cursor decode(String text) {
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int bar = plain.indexOf('|');
        if (bar > 0 && plain.length() - bar <= 21) {
          return new Cursor(Double.parseDouble(plain.substring(0, bar)), plain.substring(bar + 1));
        }
      } catch (IllegalArgumentException notACursor) {
        throw new BadQueryException("after", "a cursor from a Link header of this route");
      }
      throw new BadQueryException("after", "a cursor from a Link header of this route");
    }
  }

  /** Reads the four parameters; null is not given. */
  static ScreenerQuery of(
      @Nullable String sort,
      @Nullable String filter,
      @Nullable String limit,
      @Nullable String after) {
    return new ScreenerQuery(
        order(sort),
        filter == null ? List.of() : terms(filter),
        Count.read("limit", limit, MAX_LIMIT, MAX_LIMIT),
        after == null ? null : Cursor.decode(after));
  }

  /** One spelling for each query. */
  String canonical() {
    Cursor from = after;
    return "sort=%s&filter=%s&limit=%d&after=%s"
        .formatted(order.canonical(), filterText(), limit, from == null ? "" : from.encode());
  }

  /** The query of the page behind {@code last}. */
  String next(Cursor last) {
    String terms =
        filter.isEmpty()
            ? ""
            : "&filter=" + URLEncoder.encode(filterText(), StandardCharsets.UTF_8);
    return "sort=%s%s&limit=%d&after=%s".formatted(order.canonical(), terms, limit, last.encode());
  }

  private String filterText() {
    return String.join(
        ",",
        filter.stream()
            .map(t -> t.field.name + t.operator + plain(t.bound))
            .sorted()
            .distinct()
            .toList());
  }

  private static String plain(double bound) {
    return new BigDecimal(Double.toString(bound)).stripTrailingZeros().toPlainString();
  }

  private static Order order(@Nullable String sort) {
    if (sort == null) {
      return new Order(new Field(Field.SYMBOL), false);
    }
    boolean descending = sort.startsWith("-");
    String name = descending ? sort.substring(1) : sort;
    if (!name.equals(Field.SYMBOL) && !Field.isNumeric(name)) {
      throw new BadQueryException("sort", "symbol or a numeric column, with - for descending");
    }
    return new Order(new Field(name), descending);
  }

  private static List<Term> terms(String filter) {
    List<Term> terms = new ArrayList<>();
    for (String each : filter.split(",", -1)) {
      Matcher term = TERM.matcher(each.toLowerCase(Locale.ROOT));
      if (!term.matches() || terms.size() == MAX_TERMS) {
        throw new BadQueryException("filter", "up to 8 terms like score>70, joined by commas");
      }
      String name = term.group(1);
      if (!Field.isNumeric(name)) {
        throw new BadQueryException("filter", "only numeric columns can be compared");
      }
      terms.add(new Term(new Field(name), term.group(2), Double.parseDouble(term.group(3))));
    }
    return terms;
  }
}
