package io.virtuoso.gateway.route.engine;

import io.virtuoso.model.wire.DocumentKey;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Where the engine answers which document. */
public interface EngineTargets {
  /** Empty when the engine has no such kind of document. */
  Optional<Target> of(DocumentKey key);

  /**
   * A request of the engine.
   *
   * @param path begins with a slash
   * @param query in the order in which it is sent
   */
  record Target(String path, Map<String, String> query) {
    public Target {
      query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }
  }
}
