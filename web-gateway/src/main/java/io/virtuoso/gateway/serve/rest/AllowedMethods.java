package io.virtuoso.gateway.serve.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.virtuoso.gateway.serve.problem.Problems;
import io.virtuoso.model.wire.DocumentJson;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which methods a resource knows: what the API's description says, for the framework does not tell
 * when it refuses one. Pages are not in it; they are only read.
 */
@Singleton
final class AllowedMethods {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final Map<String, String> byPath = new HashMap<>();

  @Inject
  AllowedMethods(OpenApiDocumentService api) {
    JsonNode paths;
    try {
      paths =
          DocumentJson.mapper()
              .readTree(api.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON))
              .path("paths");
    } catch (IOException malformed) { // it was made by the build
      throw new UncheckedIOException(malformed);
    }
    paths.properties().forEach(path -> byPath.put(path.getKey(), methods(path.getValue())));
  }

  /**
   * The value of {@code Allow}, RFC 9110.
   *
   * @param path of a resource without parameters in its path; of others only reading is known
   */
  String of(String path) {
    return byPath.getOrDefault(path, Problems.READING);
  }

  private static String methods(JsonNode operations) {
    Set<String> known = new TreeSet<>();
    operations
        .fieldNames()
        .forEachRemaining(method -> {
          if (METHODS.contains(method)) {
            known.add(method.toUpperCase(Locale.ROOT));
          }
        });
    if (known.contains("GET")) {
      known.add("HEAD");
    }
    return String.join(", ", known);
  }
}
