package io.virtuoso.gateway.serve.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The best levels of a book document. */
final class BookSlice {
  private static final ObjectMapper JSON = DocumentJson.mapper();

  private BookSlice() {}

  static Views.Computed of(StoredDocument book, int depth) {
    try {
      JsonNode root = JSON.readTree(book.body());
      for (String side : new String[] {"bids", "asks"}) {
        if (root.path("data").path(side) instanceof ArrayNode levels) {
          while (levels.size() > depth) {
            levels.remove(levels.size() - 1);
          }
        }
      }
      return new Views.Computed(JSON.writeValueAsBytes(root), null);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
