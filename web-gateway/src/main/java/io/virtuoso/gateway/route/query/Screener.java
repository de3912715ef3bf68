package io.virtuoso.gateway.route.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.virtuoso.model.wire.DocumentJson;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sorts, filters and pages the score table, which is parsed once per version. Thread-safe. */
public final class Screener implements View {
  private static final Parameter SORT =
      new Text("sort", "symbol or a numeric column, with - in front for descending.");
  private static final Parameter FILTER =
      new Text("filter", "Up to 8 terms like score>70, joined by commas; all must hold.");
  private static final Parameter LIMIT =
      new Text(
          "limit",
          "Rows of a page.",
          new Parameter.Shape("integer", null, List.of(), 1, ScreenerQuery.MAX_LIMIT, null));
  private static final Parameter AFTER =
      new Text("after", "A cursor from the Link header of the page before.");

  private final ObjectMapper json = DocumentJson.mapper();
  private volatile @Nullable Table table;

  private record Table(long version, JsonNode root, List<JsonNode> rows) {}

  @Override
  public List<Parameter> parameters() {
    return List.of(SORT, FILTER, LIMIT, AFTER);
  }

  @Override
  public Optional<Asked> asked(Query said) {
    String sort = said.get(SORT.name());
    String filter = said.get(FILTER.name());
    String limit = said.get(LIMIT.name());
    String after = said.get(AFTER.name());
    if (sort == null && filter == null && limit == null && after == null) {
      return Optional.empty();
    }
    ScreenerQuery query = ScreenerQuery.of(sort, filter, limit, after);
    return Optional.of(new Asked(query.canonical(), table -> select(table, query)));
  }

  /** The rows that {@code query} asks for, in the shape of the whole table. */
  Computed select(StoredDocument document, ScreenerQuery query) {
    Table whole = parsed(document);
    ScreenerQuery.Order order = query.order();
    Comparator<ScreenerQuery.Cursor> comparator = order.comparator();
    List<JsonNode> matching = new ArrayList<>();
    for (JsonNode row : whole.rows) {
      if (query.filter().stream().allMatch(term -> term.holds(row))) {
        matching.add(row);
      }
    }
    matching.sort(Comparator.comparing(order::cursor, comparator));
    ScreenerQuery.Cursor after = query.after();
    List<JsonNode> rest =
        after == null
            ? matching
            : matching.stream()
                .filter(row -> comparator.compare(order.cursor(row), after) > 0)
                .toList();
    List<JsonNode> page = rest.subList(0, Math.min(query.limit(), rest.size()));
    String next =
        page.size() < rest.size() ? query.next(order.cursor(page.get(page.size() - 1))) : null;
    return new Computed(body(whole, page, matching.size()), next);
  }

  private byte[] body(Table whole, List<JsonNode> page, int matching) {
    ObjectNode root = json.createObjectNode();
    ObjectNode data = root.putObject("data");
    ArrayNode rows = data.putArray("rows");
    page.forEach(rows::add);
    data.set("coverage", whole.root.path("data").path("coverage"));
    data.put("matching", matching);
    root.set("meta", whole.root.path("meta"));
    try {
      return json.writeValueAsBytes(root);
    } catch (IOException impossible) { // a tree in memory
      throw new UncheckedIOException(impossible);
    }
  }

  private Table parsed(StoredDocument document) {
    Table current = table;
    if (current != null && current.version == document.version()) {
      return current;
    }
    try {
      JsonNode root = json.readTree(document.body());
      List<JsonNode> rows = new ArrayList<>();
      root.path("data").path("rows").forEach(rows::add);
      Table fresh = new Table(document.version(), root, List.copyOf(rows));
      table = fresh;
      return fresh;
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
