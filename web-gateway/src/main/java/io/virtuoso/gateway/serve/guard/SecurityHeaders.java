package io.virtuoso.gateway.serve.guard;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The headers that tell a browser what nothing of ours ever needs to do. */
public final class SecurityHeaders {
  private static final String POLICY =
      String.join(
          "; ",
          "default-src 'none'",
          "script-src 'self'",
          "style-src 'self'",
          "img-src 'self' data:",
          "font-src 'self'",
          "connect-src 'self'",
          "manifest-src 'self'",
          "base-uri 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
          "object-src 'none'",
          "require-trusted-types-for 'script'");

  private static final List<Map.Entry<CharSequence, CharSequence>> ALWAYS =
      List.of(
          entry("Content-Security-Policy", POLICY),
          entry("X-Content-Type-Options", "nosniff"),
          entry("Referrer-Policy", "no-referrer"),
          entry("Permissions-Policy", "geolocation=(), camera=(), microphone=()"),
          entry("Cross-Origin-Opener-Policy", "same-origin"),
          entry("Cross-Origin-Resource-Policy", "same-origin"));
  private static final Map.Entry<CharSequence, CharSequence> SECURE =
      entry("Strict-Transport-Security", "max-age=31536000; includeSubDomains");

  private SecurityHeaders() {}

  /**
   * Adds them to those of a response.
   *
   * @param secure over TLS
   */
  public static void addTo(MultiMap headers, boolean secure) {
    for (Map.Entry<CharSequence, CharSequence> each : ALWAYS) {
      headers.set(each.getKey(), each.getValue());
    }
    if (secure) {
      headers.set(SECURE.getKey(), SECURE.getValue());
    }
  }

  /** Those that stand on every answer, for where there is no response yet. */
  public static void forEach(BiConsumer<CharSequence, CharSequence> header) {
    ALWAYS.forEach(each -> header.accept(each.getKey(), each.getValue()));
  }

  private static Map.Entry<CharSequence, CharSequence> entry(String name, String value) {
    return Map.entry(HttpHeaders.createOptimized(name), HttpHeaders.createOptimized(value));
  }
}
