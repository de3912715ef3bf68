package io.virtuoso.gateway.serve.rest;

import io.virtuoso.gateway.cache.local.Coding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a request says about copies and codings it can use. */
final class Conditions {
  private static final List<Coding> CODINGS =
      Arrays.stream(Coding.values()).filter(Coding::available).toList();

  private Conditions() {}

  /** Whether {@code If-None-Match} names that weak tag; compared weakly, RFC 9110. */
  static boolean matches(@Nullable String ifNoneMatch, String weakTag) {
    if (ifNoneMatch == null) {
      return false;
    }
    String opaque = weakTag.substring(2);
    for (String each : ifNoneMatch.split(",", -1)) {
      String tag = each.strip();
      if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  /** The best coding that {@code Accept-Encoding} admits; empty for none. */
  static Optional<Coding> coding(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return Optional.empty();
    }
    for (Coding coding : CODINGS) {
      if (accepts(acceptEncoding, coding.token())) {
        return Optional.of(coding);
      }
    }
    return Optional.empty();
  }

  private static boolean accepts(String acceptEncoding, String token) {
    boolean any = false;
    for (String each : acceptEncoding.split(",", -1)) {
      int semicolon = each.indexOf(';');
      String coding = (semicolon < 0 ? each : each.substring(0, semicolon)).strip();
      boolean admitted = semicolon < 0 || !isZero(each.substring(semicolon + 1).strip());
      if (coding.equalsIgnoreCase(token)) {
        return admitted;
      }
      any |= coding.equals("*") && admitted;
    }
    return any;
  }

  private static boolean isZero(String weight) {
    return weight.matches("[qQ]\\s*=\\s*0(?:\\.0{0,3})?");
  }
}
