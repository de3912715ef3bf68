package io.virtuoso.storm.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Control of some proxies over a loopback port: {@code GET /NAME} tells the counters, {@code PUT
 * /NAME} with one order per line (see {@link Injection#parse}) replaces what is wrong, {@code
 * DELETE /NAME} ends it.
 */
public final class ProxyControl implements AutoCloseable {
  private static final int MAX_ORDERS = 4_096;

  private final Map<String, FaultProxy> proxies;
  private final HttpServer server;

  private ProxyControl(Map<String, FaultProxy> proxies, HttpServer server) {
    this.proxies = Map.copyOf(proxies);
    this.server = server;
  }

  /** Listens on {@code port}, 0 for a free one. */
  public static ProxyControl of(Map<String, FaultProxy> proxies, int port) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    ProxyControl control = new ProxyControl(proxies, server);
    server.createContext("/", control::handle);
    server.start();
    return control;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    FaultProxy proxy = proxies.get(exchange.getRequestURI().getPath().substring(1));
    if (proxy == null) {
      answer(exchange, 404, "the proxies are " + proxies.keySet());
      return;
    }
    try {
      answer(exchange, 200, obey(proxy, exchange));
    } catch (IllegalArgumentException refused) {
      answer(exchange, 400, String.valueOf(refused.getMessage()));
    }
  }

  private static String obey(FaultProxy proxy, HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        String orders = new String(exchange.getRequestBody().readNBytes(MAX_ORDERS), UTF_8);
        proxy.inject(
            orders
                .lines()
                .filter(line -> !line.isBlank())
                .map(Injection::parse)
                .toArray(Injection[]::new));
      }
      case "DELETE" -> proxy.heal();
      case "GET" -> {}
      default -> throw new IllegalArgumentException("GET, PUT or DELETE");
    }
    return proxy.counters().all().entrySet().stream()
        .map(count -> "\"" + count.getKey() + "\": " + count.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
