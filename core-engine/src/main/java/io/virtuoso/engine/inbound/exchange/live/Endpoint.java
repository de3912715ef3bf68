package io.virtuoso.engine.inbound.exchange.live;

import java.net.URI;

/**
 * A base address, taken apart.
 *
 * @param path without a slash at its end, empty for the root
 */
record Endpoint(boolean socket, boolean secure, String host, int port, String path) {

  /**
   * Parses a base address.
   *
   * @throws IllegalArgumentException when it is not one of ws, wss, http or https with a host, or
   *     carries a query, a fragment or a user
   */
  static Endpoint of(String url) {
    URI uri = URI.create(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    boolean socket = scheme.equals("ws") || scheme.equals("wss");
    boolean secure = scheme.equals("wss") || scheme.equals("https");
    boolean plain =
        uri.getHost() != null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && uri.getRawUserInfo() == null;
    if (!plain || !(socket || secure || scheme.equals("http"))) {
      throw new IllegalArgumentException("not a base address: " + url);
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
    String path = uri.getRawPath();
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return new Endpoint(socket, secure, uri.getHost(), port, path);
  }

  /** The path of a resource below this address; an address that already names it is accepted. */
  String below(String resource) {
    return path.endsWith(resource) ? path : path + resource;
  }
}
