package io.virtuoso.gateway.serve.describe;

import io.virtuoso.gateway.serve.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** The answers that are problems, RFC 9457. */
final class ProblemParts {
  private static final Map<Integer, String> ABOUT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  400,
                  "A parameter is unknown, given twice or cannot be read, or the path is"
                      + " not spelt canonically."),
              Map.entry(401, "A key is wanted, or the one presented is nobody's."),
              Map.entry(403, "The key is not enough for this."),
              Map.entry(404, "There is no such document; nothing else was asked."),
              Map.entry(405, "This path does not know that method."),
              Map.entry(
                  406, "The client takes neither application/json nor a coding that is here."),
              Map.entry(413, "The request's body is longer than is read."),
              Map.entry(429, "The client has used up its budget."),
              Map.entry(500, "Something went wrong here; it has been counted."),
              Map.entry(503, "Nothing honest can be served: no copy is young enough to show.")));

  private ProblemParts() {}

  static Map<String, APIResponse> all(Schemas schemas) {
    Schema problem = schemas.of(Problem.class);
    Map<String, APIResponse> all = new TreeMap<>();
    ABOUT.forEach((status, about) -> {
      APIResponse response =
          OASFactory.createAPIResponse()
              .description(about)
              .content(
                  OASFactory.createContent()
                      .addMediaType(
                          Problem.MEDIA_TYPE, OASFactory.createMediaType().schema(problem)))
              .addHeader("traceresponse", Headers.reference("traceresponse"));
      for (String header : headers(status)) {
        response.addHeader(header, Headers.reference(header));
      }
      all.put(name(status), response);
    });
    return all;
  }

  static APIResponse reference(int status) {
    return OASFactory.createAPIResponse().ref("#/components/responses/" + name(status));
  }

  private static List<String> headers(int status) {
    return switch (status) {
      case 405 -> List.of("Allow");
      case 429 -> List.of("Retry-After", "RateLimit", "RateLimit-Policy");
      case 503 -> List.of("Retry-After");
      default -> List.of();
    };
  }

  private static String name(int status) {
    return "Problem" + status;
  }
}
