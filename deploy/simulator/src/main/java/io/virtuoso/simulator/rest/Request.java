package io.virtuoso.simulator.rest;

import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A request as a venue sees it.
 *
 * @param path without the venue's prefix, with a leading slash
 * @param query parameters; of repeated ones the last
 */
public record Request(String path, Map<String, String> query) {
  @Nullable String text(String name) {
    return query.get(name);
  }

  String text(String name, String fallback) {
    return query.getOrDefault(name, fallback);
  }

  /** A whole number; empty if absent or not one. */
  OptionalLong number(String name) {
    String text = query.get(name);
    if (text == null || !text.matches("-?\\d{1,18}")) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  /** A limit between 1 and {@code most}; beyond that it is cut, as the venues do. */
  int limit(int fallback, int most) {
    return Math.clamp(number("limit").orElse(fallback), 1, most);
  }
}
