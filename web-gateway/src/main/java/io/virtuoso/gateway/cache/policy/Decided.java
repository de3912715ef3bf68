package io.virtuoso.gateway.cache.policy;

import io.virtuoso.model.wire.DocumentClass;
import io.virtuoso.model.wire.DocumentKey;
import java.time.Instant;
import java.util.List;

/**
 * A decision as it is shown.
 *
 * @param kind {@code lower}, {@code raise}, {@code prewarm} or {@code let_go}
 * @param route code of the class of documents
 * @param keys the first few keys it is about; none for a limit
 * @param keyCount of all keys it is about
 * @param before what held until then
 * @param after what holds from then on
 */
public record Decided(
    Instant at,
    String kind,
    String route,
    List<String> keys,
    int keyCount,
    String before,
    String after,
    String reason) {
  private static final int KEYS_SHOWN = 10;

  public Decided {
    keys = List.copyOf(keys);
  }

  static Decided of(Instant at, Decision decision) {
    return switch (decision) {
      case Decision.MoveLimit(DocumentClass route, long before, long after, String reason) ->
          new Decided(
              at,
              after < before ? "lower" : "raise",
              route.code(),
              List.of(),
              0,
              before + " ms",
              after + " ms",
              reason);
      case Decision.Prewarm(DocumentClass route, List<DocumentKey> keys, String reason) ->
          of(at, "prewarm", route, keys, "on demand", "kept new", reason);
      case Decision.LetGo(DocumentClass route, List<DocumentKey> keys, String reason) ->
          of(at, "let_go", route, keys, "kept new", "on demand", reason);
    };
  }

  private static Decided of(
      Instant at,
      String kind,
      DocumentClass route,
      List<DocumentKey> keys,
      String before,
      String after,
      String reason) {
    List<String> shown = keys.stream().limit(KEYS_SHOWN).map(DocumentKey::path).toList();
    return new Decided(at, kind, route.code(), shown, keys.size(), before, after, reason);
  }
}
