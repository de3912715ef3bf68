package io.virtuoso.gateway.route.query;

import io.virtuoso.model.Symbol;
import org.jspecify.annotations.Nullable;

/** The symbol in a path. */
record SymbolName(String name) implements Parameter {
  @Override
  public String about() {
    return "Canonical symbol, for example BTCUSDT.";
  }

  @Override
  public Shape shape() {
    return Shape.text("^[A-Z0-9]{2,20}$");
  }

  @Override
  public String canonical(@Nullable String given, Query before) {
    if (given == null || !Symbol.isValid(given)) {
      throw new BadQueryException(name, "2 to 20 of A-Z and 0-9");
    }
    return given;
  }
}
