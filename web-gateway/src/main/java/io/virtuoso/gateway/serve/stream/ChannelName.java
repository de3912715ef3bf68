package io.virtuoso.gateway.serve.stream;

import io.virtuoso.model.Symbol;
import io.virtuoso.model.wire.DocumentKey;
import java.util.Optional;

/**
 * Something that can be followed.
 *
 * @param text as clients write it
 * @param key the document behind it
 * @param rows whether it is a table whose rows have symbols, else an object with members
 */
record ChannelName(String text, DocumentKey key, boolean rows) {
  private static final String SYMBOL = "symbol:";

  static Optional<ChannelName> of(String text) {
    return switch (text) {
      case "scores" -> Optional.of(new ChannelName(text, DocumentKey.MARKET_SYMBOLS, true));
      case "overview" -> Optional.of(new ChannelName(text, DocumentKey.MARKET_OVERVIEW, false));
      case "status" -> Optional.of(new ChannelName(text, DocumentKey.STATUS, false));
      default ->
          text.startsWith(SYMBOL) && Symbol.isValid(text.substring(SYMBOL.length()))
              ? Optional.of(
                  new ChannelName(
                      text,
                      DocumentKey.confluence(new Symbol(text.substring(SYMBOL.length()))),
                      false))
              : Optional.empty();
    };
  }

  /** Whether it is of one symbol, which may not exist; every other channel does. */
  boolean ofSymbol() {
    return text.startsWith(SYMBOL);
  }
}
