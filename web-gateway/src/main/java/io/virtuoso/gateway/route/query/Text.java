package io.virtuoso.gateway.route.query;

import org.jspecify.annotations.Nullable;

/** Words that only the view understands, which reads them and knows their one spelling. */
record Text(String name, String about, Shape shape) implements Parameter {
  Text(String name, String about) {
    this(name, about, Shape.text(null));
  }

  @Override
  public @Nullable String canonical(@Nullable String given, Query before) {
    return given;
  }
}
