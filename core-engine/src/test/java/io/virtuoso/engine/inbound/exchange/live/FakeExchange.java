package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** An exchange on a free port of this machine: acknowledges requests and says what it is told. */
final class FakeExchange {
  /** One WebSocket connection, as the exchange sees it. */
  static final class Peer {
    final ServerWebSocket socket;
    final String path;
    final BlockingQueue<String> requests = new LinkedBlockingQueue<>();

    /** Pings that came, and were answered by Vert.x. */
    final BlockingQueue<String> pings = new LinkedBlockingQueue<>();

    private Peer(ServerWebSocket socket) {
      this.socket = socket;
      this.path = socket.path();
      socket.frameHandler(frame -> {
        if (frame.isPing()) {
          pings.add(frame.binaryData().toString());
        }
      });
      socket.textMessageHandler(text -> {
        requests.add(text);
        FakeReplies.to(text).ifPresent(socket::writeTextMessage);
      });
    }
  }

  final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

  /** REST by path; everything else is 404. */
  final Map<String, Consumer<HttpServerRequest>> rest = new ConcurrentHashMap<>();

  private final HttpServer server;

  FakeExchange(Vertx vertx) {
    server =
        vertx.createHttpServer(
            new HttpServerOptions().setHost("127.0.0.1").setPort(0).setCompressionSupported(true));
    server.requestHandler(request -> {
      if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
        request.toWebSocket().onSuccess(socket -> peers.add(new Peer(socket)));
      } else {
        rest.getOrDefault(request.path(), FakeExchange::notFound).accept(request);
      }
    });
    Wait.on(server.listen());
  }

  private static void notFound(HttpServerRequest request) {
    request.response().setStatusCode(404).end("{}");
  }

  void answers(String path, String body) {
    rest.put(path, request -> request.response().end(body));
  }

  int port() {
    return server.actualPort();
  }
}
