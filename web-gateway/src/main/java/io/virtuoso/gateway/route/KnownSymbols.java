package io.virtuoso.gateway.route;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.virtuoso.gateway.route.query.Parameters;
import io.virtuoso.model.wire.DocumentKey;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The symbols in the tables so far, so that an unknown one costs the engine nothing. A table that
 * says itself that it is not whole rules out nothing: an engine that has just started lists few at
 * first, and knows better than its table whom it follows. One that was listed once stays known.
 */
final class KnownSymbols {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int MAX_SYMBOLS = 5_000;

  private record Listed(long version, Set<String> symbols, boolean whole) {}

  private volatile Listed listed = new Listed(Long.MIN_VALUE, Set.of(), false);

  /** The symbol that {@code key} is about; empty for market-wide documents. */
  static Optional<String> symbolOf(DocumentKey key) {
    return DocumentRoutes.kind(key)
        .flatMap(route -> route.readKey(key))
        .map(values -> values.get(Parameters.SYMBOL.name()));
  }

  /**
   * Whether {@code table}, a {@code market/symbols} document, shows that there is no such symbol.
   */
  boolean rulesOut(StoredDocument table, String symbol) {
    Listed current = listed;
    if (current.version != table.version()) {
      current = read(table, current.symbols);
      listed = current;
    }
    return current.whole && !current.symbols.contains(symbol);
  }

  private static Listed read(StoredDocument table, Set<String> before) {
    Set<String> symbols = new HashSet<>(before.size() < MAX_SYMBOLS ? before : Set.of());
    boolean whole = false;
    try (JsonParser parser = JSON.createParser(table.body())) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() != JsonToken.FIELD_NAME) {
          continue;
        }
        String field = parser.currentName();
        String in = parser.getParsingContext().getParent().getCurrentName();
        JsonToken value = parser.nextToken();
        if (field.equals("symbol") && value == JsonToken.VALUE_STRING) {
          symbols.add(parser.getText());
        } else if (field.equals("coverage") && "data".equals(in) && value.isNumeric()) {
          whole = parser.getDoubleValue() >= 1;
        }
      }
    } catch (IOException malformed) { // checked on the way in; whatever was read is still true
      whole = false;
    }
    return new Listed(table.version(), Set.copyOf(symbols), whole);
  }
}
