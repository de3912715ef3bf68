package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The JSON reader for REST answers, with bounds against hostile ones. */
final class StrictJson {
  static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(32)
                      .maxStringLength(1 << 16)
                      .maxNumberLength(100)
                      .build())
              .build());

  private StrictJson() {}

  /** The text at {@code field}, empty when there is none. */
  static String text(JsonNode node, String field) {
    return node.path(field).asText("");
  }
}
