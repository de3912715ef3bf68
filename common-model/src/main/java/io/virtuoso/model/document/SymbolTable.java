package io.virtuoso.model.document;

import java.util.List;

/**
 * {@code market/symbols}: every symbol the engine follows, in the engine's canonical order.
 *
 * @param coverage share of the configured symbols that have a row, 0 to 1
 */
public record SymbolTable(List<SymbolRow> rows, double coverage) {
  public SymbolTable {
    rows = List.copyOf(rows);
  }
}
