package io.virtuoso.storm.probe;

import io.virtuoso.model.wire.DocumentKey;
import java.util.Map;
import java.util.Optional;

/**
 * Something to ask for.
 *
 * @param target path and query
 * @param key the document that the answer must be made of; empty where there is none to check
 * @param headers of the request
 */
public record Route(String target, Optional<DocumentKey> key, Map<String, String> headers) {
  public Route {
    headers = Map.copyOf(headers);
  }

  /** A document, or a view of one. */
  public static Route of(String target, DocumentKey key) {
    return new Route(target, Optional.of(key), Map.of());
  }

  /** A page or a report, of which only the status is judged. */
  public static Route page(String target) {
    return new Route(target, Optional.empty(), Map.of());
  }

  /** The same, but only if it is not the version that this prober saw last. */
  public Route conditional() {
    return with(Map.of(Prober.IF_NONE_MATCH, "W/\"0\""));
  }

  public Route with(Map<String, String> more) {
    return new Route(target, key, more);
  }
}
