package io.virtuoso.gateway.route.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** The best levels of a book document. */
public final class BookSlice implements View {
  /** As many as the engine publishes. */
  private static final int MAX_DEPTH = 50;

  private static final Parameter DEPTH =
      new Count("depth", "How many levels of each side.", MAX_DEPTH, 25);
  private static final ObjectMapper JSON = DocumentJson.mapper();

  @Override
  public List<Parameter> parameters() {
    return List.of(DEPTH);
  }

  @Override
  public Optional<Asked> asked(Query query) {
    int depth = Integer.parseInt(query.text(DEPTH.name()));
    return depth == MAX_DEPTH
        ? Optional.empty()
        : Optional.of(new Asked("depth=" + depth, book -> of(book, depth)));
  }

  private static Computed of(StoredDocument book, int depth) {
    try {
      JsonNode root = JSON.readTree(book.body());
      for (String side : new String[] {"bids", "asks"}) {
        if (root.path("data").path(side) instanceof ArrayNode levels) {
          while (levels.size() > depth) {
            levels.remove(levels.size() - 1);
          }
        }
      }
      return new Computed(JSON.writeValueAsBytes(root), null);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
