package io.virtuoso.gateway.serve.describe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** The headers that answers carry. */
final class Headers {
  private static final Map<String, String> ABOUT = new LinkedHashMap<>();

  static {
    ABOUT.put("Age", "Seconds since the document's as_of, not since it was stored.");
    ABOUT.put("Allow", "The methods that this path knows.");
    ABOUT.put(
        "Cache-Control",
        "max-age, stale-while-revalidate (RFC 5861) and stale-if-error of the document's class;"
            + " no-store for what is true only now.");
    ABOUT.put(
        "Cache-Status",
        "RFC 9211: which tier answered, and ttl, the rest of the soft limit, negative once over.");
    ABOUT.put("Content-Encoding", "br or gzip, as Accept-Encoding weighs them.");
    ABOUT.put("Data-State", "live, delayed or stale against the limits of the document's class.");
    ABOUT.put(
        "ETag",
        "Weak: from a document's version and the view, or from what an answer without one says.");
    ABOUT.put("Link", "rel=\"next\": the page after this one; absent on the last.");
    ABOUT.put("RateLimit", "What is left of the client's budget; sent when half of it is used.");
    ABOUT.put("RateLimit-Policy", "The client's budget per second.");
    ABOUT.put("Retry-After", "Seconds after which the same request may succeed.");
    ABOUT.put("Server-Timing", "route: milliseconds from the route's choice to the answer.");
    ABOUT.put("Vary", "Accept-Encoding.");
    ABOUT.put("traceresponse", "The trace, W3C; sent to clients that sent a traceparent.");
  }

  static final List<String> OF_DOCUMENT =
      List.of(
          "Age",
          "Cache-Control",
          "Cache-Status",
          "Data-State",
          "ETag",
          "Server-Timing",
          "Vary",
          "traceresponse");

  /** Of what the gateway says itself. */
  static final List<String> OF_OWN = List.of("Cache-Control", "ETag", "Vary", "traceresponse");

  /** Of the status besides, when the engine's is known. */
  static final List<String> OF_STATUS = List.of("Age", "Cache-Status", "Data-State");

  private Headers() {}

  /** All of them, to be referred to. */
  static Map<String, Header> all() {
    Map<String, Header> all = new LinkedHashMap<>();
    ABOUT.forEach((name, about) ->
        all.put(
            name,
            OASFactory.createHeader()
                .description(about)
                .schema(
                    Schemas.typed(
                        name.equals("Age") || name.equals("Retry-After")
                            ? SchemaType.INTEGER
                            : SchemaType.STRING))));
    return all;
  }

  static Header reference(String name) {
    return OASFactory.createHeader().ref("#/components/headers/" + name);
  }
}
