package io.virtuoso.gateway.serve.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The rules of the contract, as a client follows them. */
final class FollowingClient {
  final Map<String, JsonNode> rows = new TreeMap<>();
  long seq = -1;
  int deltas;
  private boolean asked;
  private boolean wants;

  void take(JsonNode frame) {
    switch (frame.get("op").asText()) {
      case "snapshot" -> {
        rows.clear();
        frame.get("rows").forEach(row -> rows.put(row.get("symbol").asText(), row));
        seq = frame.get("seq").longValue();
        asked = false;
      }
      case "delta" -> {
        if (frame.get("prev").longValue() == seq) {
          frame.get("removed").forEach(symbol -> rows.remove(symbol.asText()));
          frame.get("changed").forEach(this::change);
          seq = frame.get("seq").longValue();
          deltas++;
        } else if (frame.get("seq").longValue() > seq) {
          wants = !asked;
        }
      }
      case "heartbeat" -> wants |= frame.at("/seq/scores").longValue() != seq;
      default -> {}
    }
  }

  private void change(JsonNode row) {
    ObjectNode whole = rows.getOrDefault(row.get("symbol").asText(), row).deepCopy();
    row.properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
    rows.put(row.get("symbol").asText(), whole);
  }

  boolean wantsResync() {
    boolean now = wants;
    wants = false;
    asked |= now;
    return now;
  }
}
