package io.virtuoso.gateway.serve.content;

import org.jspecify.annotations.Nullable;

/** What a request says about copies and types that it can use. */
public final class Conditions {
  private Conditions() {}

  /** Whether {@code If-None-Match} names that weak tag; compared weakly, RFC 9110. */
  public static boolean matches(@Nullable String ifNoneMatch, String weakTag) {
    if (ifNoneMatch == null) {
      return false;
    }
    if (ifNoneMatch.equals(weakTag) || ifNoneMatch.equals("*")) { // nearly all that is sent
      return true;
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

  /** Whether {@code Accept} admits JSON; the most specific range that fits decides. */
  public static boolean acceptsJson(@Nullable String accept) {
    if (accept == null || accept.equals("*/*") || accept.equals("application/json")) {
      return true;
    }
    int specific = -1;
    boolean admitted = false;
    for (String each : accept.split(",", -1)) {
      Weighted range = Weighted.of(each);
      int fits =
          switch (range.value()) {
            case "application/json" -> 2;
            case "application/*" -> 1;
            case "*/*" -> 0;
            default -> -1;
          };
      if (fits > specific) {
        specific = fits;
        admitted = range.weight() > 0;
      }
    }
    return admitted;
  }
}
