package io.virtuoso.gateway.serve.rest;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.virtuoso.gateway.route.query.BadQueryException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query as it comes over the wire. */
final class QueryString {
  private static final int MOST = 32;

  private QueryString() {}

  /**
   * The parameters by name.
   *
   * @throws BadQueryException when it cannot be decoded, or names one twice: one resource, one
   *     spelling
   */
  static Map<String, String> read(@Nullable String query) {
    if (query == null) {
      return Map.of();
    }
    Map<String, String> said = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> each : decoded(query).entrySet()) {
      if (each.getValue().size() > 1) {
        throw new BadQueryException(each.getKey(), "given more than once");
      }
      said.put(each.getKey(), each.getValue().get(0));
    }
    return said;
  }

  private static Map<String, List<String>> decoded(String query) {
    try {
      return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MOST, true).parameters();
    } catch (IllegalArgumentException undecodable) {
      throw new BadQueryException("?", "percent-encoded UTF-8");
    }
  }
}
