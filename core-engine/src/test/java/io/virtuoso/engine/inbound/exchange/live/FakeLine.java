package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The wire between a client and a server on this machine, to be cut in three ways. */
final class FakeLine {
  private final Queue<NetSocket> clients = new ConcurrentLinkedQueue<>();
  private final Queue<NetSocket> servers = new ConcurrentLinkedQueue<>();
  private final NetServer listener;

  private FakeLine(NetServer listener) {
    this.listener = listener;
  }

  static FakeLine to(Vertx vertx, int port, boolean resetting) {
    NetServerOptions options = new NetServerOptions().setHost("127.0.0.1").setPort(0);
    if (resetting) {
      options.setSoLinger(0); // a close is then a reset
    }
    NetClient out = vertx.createNetClient();
    FakeLine line = new FakeLine(vertx.createNetServer(options));
    line.listener.connectHandler(client -> {
      client.pause();
      out.connect(port, "127.0.0.1")
          .onSuccess(server -> {
            line.clients.add(client);
            line.servers.add(server);
            server.handler(client::write);
            client.handler(server::write);
            client.resume();
          });
    });
    Wait.on(line.listener.listen());
    return line;
  }

  int port() {
    return listener.actualPort();
  }

  /** Says more to the client than the server did. */
  void inject(Buffer bytes) {
    clients.forEach(client -> client.write(bytes));
  }

  /** Closes towards the client: an end, or a reset. */
  void cut() {
    clients.forEach(NetSocket::close);
    clients.clear();
  }

  /** Nothing goes through any more, and nobody is told. */
  void freeze() {
    clients.forEach(NetSocket::pause);
    servers.forEach(NetSocket::pause);
    clients.clear();
  }
}
