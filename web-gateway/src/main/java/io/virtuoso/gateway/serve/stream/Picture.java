package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.model.wire.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One version of a channel's content, taken apart so that two versions can be compared.
 *
 * @param version of the document
 * @param asOf as the document writes it
 * @param source {@code live}, {@code replay} or {@code simulated}
 * @param parts rows by symbol, or top-level members by name; in the document's order
 */
record Picture(long version, String asOf, String source, Map<String, JsonNode> parts) {
  Picture {
    parts = Collections.unmodifiableMap(parts);
  }

  static Picture of(ChannelName channel, StoredDocument document, ObjectMapper json) {
    try {
      JsonNode root = json.readTree(document.body());
      Map<String, JsonNode> parts = new LinkedHashMap<>();
      if (channel.rows()) {
        for (JsonNode row : root.path("data").path("rows")) {
          parts.put(row.path("symbol").asText(), row);
        }
      } else {
        root.path("data").properties().forEach(each -> parts.put(each.getKey(), each.getValue()));
      }
      JsonNode meta = root.path("meta");
      return new Picture(
          document.version(), meta.path("as_of").asText(), meta.path("source").asText(), parts);
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
