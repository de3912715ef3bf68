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
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

/**
 * Which methods a resource knows: what the API's description says, for the framework does not tell
 * when it refuses one. Pages are not in it; they are only read.
 */
@Singleton
final class AllowedMethods {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

  private final OpenApiDocumentService api;

  @Inject
  AllowedMethods(OpenApiDocumentService api) {
    this.api = api;
  }

  /**
   * The value of {@code Allow}, RFC 9110.
   *
   * @param path of a resource, without parameters in it
   */
  String of(String path) {
    Set<String> known = new TreeSet<>();
    paths()
        .path(path)
        .fieldNames()
        .forEachRemaining(method -> {
          if (METHODS.contains(method)) {
            known.add(method.toUpperCase(Locale.ROOT));
          }
        });
    if (known.contains("GET")) {
      known.add("HEAD");
    }
    StringJoiner list = new StringJoiner(", ");
    known.forEach(list::add);
    return list.length() == 0 ? Problems.READING : list.toString();
  }

  /** Read each time, which is seldom, instead of held for ever. */
  private JsonNode paths() {
    try {
      return DocumentJson.mapper()
          .readTree(api.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON))
          .path("paths");
    } catch (IOException malformed) { // it was made by the build
      throw new UncheckedIOException(malformed);
    }
  }
}
