package io.virtuoso.gateway.serve.guard;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** One element of {@code X-Forwarded-For} or of {@code Forwarded}, RFC 7239. */
final class ForwardedAddress {
  private ForwardedAddress() {}

  /** The address in it, without port and brackets; null when there is none. */
  static @Nullable String of(String element) {
    String node = element.strip();
    for (String pair : node.split(";", -1)) {
      String trimmed = pair.strip();
      if (trimmed.regionMatches(true, 0, "for=", 0, 4)) {
        node = trimmed.substring(4);
      }
    }
    node = node.replace("\"", "").strip();
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      node = end < 0 ? "" : node.substring(1, end);
    } else if (node.indexOf(':') == node.lastIndexOf(':') && node.indexOf(':') > 0) {
      node = node.substring(0, node.indexOf(':'));
    }
    try {
      return InetAddress.ofLiteral(node).getHostAddress();
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }
}
