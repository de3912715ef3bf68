package io.virtuoso.gateway.serve.guard;

/**
 * The one spelling of a path. Routers forgive doubled slashes, matrix parameters and needless
 * escapes; then one resource has many cache keys, and a rule on a path can be walked around.
 */
final class CanonicalPath {
  private static final String UPPER_HEX = "0123456789ABCDEF";

  private CanonicalPath() {}

  /**
   * Whether a request target is spelt canonically.
   *
   * @param target as it came over the wire, with its query
   */
  static boolean isCanonical(String target) {
    int end = target.indexOf('?');
    String path = end < 0 ? target : target.substring(0, end);
    if (end >= 0 && !isReadable(target, end + 1)) {
      return false;
    }
    if (path.isEmpty() || path.charAt(0) != '/') {
      return false; // also the absolute form, whose host must not choose anything
    }
    if (path.length() > 1 && path.charAt(path.length() - 1) == '/') {
      return false;
    }
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean bad =
          switch (c) {
            case ';', '\\', '#' -> true;
            case '/' -> isBadSegment(path, i + 1);
            case '%' -> !isNeededEscape(path, i);
            default -> c <= ' ' || c >= 0x7f;
          };
      if (bad) {
        return false;
      }
    }
    return true;
  }

  /** Printable, and each escape whole: what it means is for its route to judge. */
  private static boolean isReadable(String target, int from) {
    for (int i = from; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#' || (c == '%' && !isEscape(target, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isEscape(String text, int percent) {
    return percent + 2 < text.length()
        && Character.digit(text.charAt(percent + 1), 16) >= 0
        && Character.digit(text.charAt(percent + 2), 16) >= 0;
  }

  /** How many parameters the query has. */
  static int parameters(String target) {
    int at = target.indexOf('?');
    int count = at < 0 ? 0 : 1;
    while (at >= 0) {
      at = target.indexOf('&', at + 1);
      count += at < 0 ? 0 : 1;
    }
    return count;
  }

  /** Empty, or made of dots only. */
  private static boolean isBadSegment(String path, int start) {
    int end = path.indexOf('/', start);
    String segment = path.substring(start, end < 0 ? path.length() : end);
    return segment.isEmpty() ? path.length() > 1 : segment.equals(".") || segment.equals("..");
  }

  /** Two upper-case hex digits that stand for something no path spells out. */
  private static boolean isNeededEscape(String path, int percent) {
    if (percent + 2 >= path.length()) {
      return false;
    }
    int high = UPPER_HEX.indexOf(path.charAt(percent + 1));
    int low = UPPER_HEX.indexOf(path.charAt(percent + 2));
    if (high < 0 || low < 0) {
      return false;
    }
    char meant = (char) (high * 16 + low);
    boolean unreserved =
        (meant < 0x80 && Character.isLetterOrDigit(meant)) || "-._~/\\;".indexOf(meant) >= 0;
    return !unreserved && meant > ' ' && meant != 0x7f;
  }
}
