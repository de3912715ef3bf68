package io.virtuoso.gateway.cache.fill;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.util.Optional;

/** What is invalidated: never everything. */
public sealed interface Scope {
  boolean covers(DocumentKey key);

  /** {@code key market/overview} or {@code class confluence_scores}. */
  String encode();

  /** One document. */
  record OneKey(DocumentKey key) implements Scope {
    @Override
    public boolean covers(DocumentKey other) {
      return key.equals(other);
    }

    @Override
    public String encode() {
      return "key " + key;
    }
  }

  /** Every document of one class. */
  record OneClass(DocumentClass documents) implements Scope {
    @Override
    public boolean covers(DocumentKey key) {
      return DocumentClass.of(key) == documents;
    }

    @Override
    public String encode() {
      return "class " + documents.code();
    }
  }

  /** The scope in {@code text}, or empty when it is none. */
  static Optional<Scope> decode(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 2) {
      return Optional.empty();
    }
    return switch (words[0]) {
      case "key" -> key(words[1]);
      case "class" -> DocumentClass.ofCode(words[1]).map(OneClass::new);
      default -> Optional.empty();
    };
  }

  private static Optional<Scope> key(String path) {
    try {
      return Optional.of(new OneKey(new DocumentKey(path)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
