package io.virtuoso.gateway.route.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a client may say about what it wants. Each meaning has one spelling. */
public interface Parameter {
  String name();

  /** What it does, for a person. */
  String about();

  /** What may be said, for the description of the API. */
  Shape shape();

  /**
   * The one spelling of what was said.
   *
   * @param given null when nothing was said
   * @param before the parameters of the route that stand before this one
   * @return null when nothing was said and nothing is assumed
   * @throws BadQueryException when it cannot be read
   */
  @Nullable String canonical(@Nullable String given, Query before);

  /**
   * The values of a parameter as JSON Schema tells them.
   *
   * @param type {@code string} or {@code integer}
   * @param pattern of a string; null for any
   * @param values all there are; empty when there are many
   * @param minimum of an integer
   * @param maximum of an integer
   * @param assumed what counts when nothing is said; null for nothing
   */
  record Shape(
      String type,
      @Nullable String pattern,
      List<String> values,
      @Nullable Integer minimum,
      @Nullable Integer maximum,
      @Nullable String assumed) {
    public Shape {
      values = List.copyOf(values);
    }

    static Shape text(@Nullable String pattern) {
      return new Shape("string", pattern, List.of(), null, null, null);
    }
  }
}
