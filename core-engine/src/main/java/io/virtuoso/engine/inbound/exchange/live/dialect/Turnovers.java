package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was traded in 24 hours, read from the exchanges' lists. */
final class Turnovers {
  private Turnovers() {}

  /** Rows without a name, or without a number that can be one, are left out. */
  static Map<String, Double> of(
      JsonNode rows, String name, ToDoubleFunction<JsonNode> quoteCurrency) {
    Map<String, Double> turnovers = new HashMap<>();
    for (JsonNode row : rows) {
      String symbol = StrictJson.text(row, name);
      double amount = quoteCurrency.applyAsDouble(row);
      if (!symbol.isEmpty() && amount >= 0 && amount < Double.POSITIVE_INFINITY) {
        turnovers.put(symbol, amount);
      }
    }
    return turnovers;
  }

  /** A number as the exchanges write it, in a text; NaN when it is none. */
  static double number(JsonNode row, String name) {
    try {
      return Double.parseDouble(StrictJson.text(row, name));
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }
}
