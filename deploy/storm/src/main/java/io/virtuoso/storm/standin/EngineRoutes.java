package io.virtuoso.storm.standin;

import io.virtuoso.model.wire.DocumentKey;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which document each of the engine's paths means. */
final class EngineRoutes {
  private EngineRoutes() {}

  /** Empty when it is none of them. */
  static Optional<DocumentKey> keyOf(String target) {
    URI uri = URI.create(target);
    String[] parts = uri.getPath().split("/", -1);
    if (parts.length < 3 || !parts[1].equals("api")) {
      return Optional.empty();
    }
    if (parts.length == 5 && parts[2].equals("dashboard") && parts[3].equals("confluence")) {
      return Optional.of(new DocumentKey("confluence/" + parts[4]));
    }
    if (parts.length == 5 && parts[2].equals("market")) {
      return switch (parts[4]) {
        case "book" -> Optional.of(new DocumentKey("book/" + parts[3]));
        case "candles" -> Optional.of(candles(parts[3], query(uri)));
        default -> Optional.empty();
      };
    }
    return Optional.of(new DocumentKey(uri.getPath().substring("/api/".length())));
  }

  private static DocumentKey candles(String symbol, Map<String, String> query) {
    return new DocumentKey(
        "candles/%s/%s/%s-%s-%s"
            .formatted(
                symbol,
                query.getOrDefault("interval", "1m"),
                query.getOrDefault("from", "_"),
                query.getOrDefault("to", "_"),
                query.getOrDefault("limit", "300")));
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new HashMap<>();
    if (uri.getQuery() != null) {
      for (String pair : uri.getQuery().split("&", -1)) {
        String[] parts = pair.split("=", 2);
        values.put(parts[0], parts.length > 1 ? parts[1] : "");
      }
    }
    return values;
  }
}
