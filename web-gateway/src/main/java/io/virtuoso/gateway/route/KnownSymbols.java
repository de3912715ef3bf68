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
 * The symbols in the tables so far, so that an unknown one costs the engine nothing. One that was
 * listed once stays known: an engine that has just started lists few at first.
 */
final class KnownSymbols {
  private static final JsonFactory JSON = new JsonFactory();

  private static final int MAX_SYMBOLS = 5_000;

  private record Listed(long version, Set<String> symbols) {}

  private volatile Listed listed = new Listed(Long.MIN_VALUE, Set.of());

  /** The symbol that {@code key} is about; empty for market-wide documents. */
  static Optional<String> symbolOf(DocumentKey key) {
    return DocumentRoutes.kind(key)
        .flatMap(route -> route.readKey(key))
        .map(values -> values.get(Parameters.SYMBOL.name()));
  }

  /** Whether {@code table}, a {@code market/symbols} document, or one before has the symbol. */
  boolean contains(StoredDocument table, String symbol) {
    Listed current = listed;
    if (current.version != table.version()) {
      current = new Listed(table.version(), read(table.body(), current.symbols));
      listed = current;
    }
    return current.symbols.contains(symbol);
  }

  private static Set<String> read(byte[] body, Set<String> before) {
    Set<String> symbols = new HashSet<>(before.size() < MAX_SYMBOLS ? before : Set.of());
    try (JsonParser parser = JSON.createParser(body)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME
            && parser.currentName().equals("symbol")
            && parser.nextToken() == JsonToken.VALUE_STRING) {
          symbols.add(parser.getText());
        }
      }
    } catch (IOException malformed) { // checked on the way in; whatever was read is still true
      return Set.copyOf(symbols);
    }
    return Set.copyOf(symbols);
  }
}
