package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What was traded in 24 hours, read from the exchanges' lists. */
final class Turnovers {
  private Turnovers() {}

  /** Of a list; rows without a name, or without a number that can be one, are left out. */
  static Map<String, Double> of(
      JsonNode rows, String name, ToDoubleFunction<JsonNode> quoteCurrency) {
    Map<String, Double> turnovers = new HashMap<>();
    rows.forEach(
        row -> put(turnovers, StrictJson.text(row, name), quoteCurrency.applyAsDouble(row)));
    return turnovers;
  }

  /** The same of an object whose fields are named like the instruments. */
  static Map<String, Double> byName(JsonNode rows, ToDoubleFunction<JsonNode> quoteCurrency) {
    Map<String, Double> turnovers = new HashMap<>();
    rows.properties()
        .forEach(row -> put(turnovers, row.getKey(), quoteCurrency.applyAsDouble(row.getValue())));
    return turnovers;
  }

  private static void put(Map<String, Double> turnovers, String name, double amount) {
    if (!name.isEmpty() && amount >= 0 && amount < Double.POSITIVE_INFINITY) {
      turnovers.put(name, amount);
    }
  }

  /** A number as the exchanges write it, in a text; NaN when it is none. */
  static double number(JsonNode row, String name) {
    return number(row.path(name));
  }

  /** The same of the text itself. */
  static double number(JsonNode text) {
    try {
      return Double.parseDouble(text.asText(""));
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }
}
