package io.virtuoso.simulator.rest;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param headers beyond the content type
 */
public record Reply(int status, String body, Map<String, String> headers) {
  static Reply of(int status, String body) {
    return new Reply(status, body, Map.of());
  }

  /** The same with one more header. */
  public Reply with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Reply(status, body, Map.copyOf(more));
  }
}
