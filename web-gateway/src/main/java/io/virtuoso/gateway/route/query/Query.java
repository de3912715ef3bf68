package io.virtuoso.gateway.route.query;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was said, each value in its one spelling and in the order of the route's parameters. */
public record Query(Map<String, String> values) {
  public static final Query EMPTY = new Query(Map.of());

  public Query {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The value of that parameter; null when nothing was said. */
  public @Nullable String get(String parameter) {
    return values.get(parameter);
  }

  /** The value of a parameter that always has one. */
  public String text(String parameter) {
    String value = values.get(parameter);
    if (value == null) {
      throw new IllegalStateException("parameter " + parameter + " is not of this route");
    }
    return value;
  }

  /** This and one thing more. */
  Query with(String parameter, String value) {
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(parameter, value);
    return new Query(more);
  }

  /**
   * Reads parameters in their order.
   *
   * @param given as it was said
   * @throws BadQueryException when one cannot be read
   */
  public static Query read(Iterable<Parameter> parameters, Map<String, String> given) {
    Query query = EMPTY;
    for (Parameter each : parameters) {
      String value = each.canonical(given.get(each.name()), query);
      query = value == null ? query : query.with(each.name(), value);
    }
    return query;
  }
}
