package io.virtuoso.gateway.serve.guard.key;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a key stands in a request: {@code Authorization: Bearer}, or {@code X-API-Key} for clients
 * that cannot set the former. Another scheme is somebody else's, a proxy's perhaps, and no key.
 */
public final class KeyHeaders {
  private static final CharSequence PLAIN = HttpHeaders.createOptimized("X-API-Key");
  private static final String SCHEME = "Bearer ";
  private static final Presented NOTHING = new Presented.Nothing();

  private final ApiKeys keys;

  public KeyHeaders(ApiKeys keys) {
    this.keys = keys;
  }

  /** Whether any of those headers is one in which a key may stand. */
  public static boolean mayBeIn(MultiMap headers) {
    return headers.contains(HttpHeaders.AUTHORIZATION) || headers.contains(PLAIN);
  }

  /** Whom those headers name. */
  public Presented read(MultiMap headers) {
    if (!mayBeIn(headers)) {
      return NOTHING; // nearly every request
    }
    List<String> bearer =
        headers.getAll(HttpHeaders.AUTHORIZATION).stream()
            .map(KeyHeaders::bearer)
            .filter(key -> key != null)
            .toList();
    List<String> plain = headers.getAll(PLAIN);
    if (bearer.isEmpty() && plain.isEmpty()) {
      return NOTHING;
    }
    if (bearer.size() + plain.size() > 1) {
      return new Presented.Wrong();
    }
    Caller caller = keys.find((bearer.isEmpty() ? plain : bearer).get(0));
    return caller == null ? new Presented.Wrong() : new Presented.Known(caller);
  }

  private static @Nullable String bearer(String value) {
    return value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? value.substring(SCHEME.length()).strip()
        : null;
  }
}
