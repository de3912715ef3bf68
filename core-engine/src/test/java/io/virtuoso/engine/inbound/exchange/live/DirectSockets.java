package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.simulator.server.DirectExchange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sockets of one venue of a simulated exchange, without a network. */
final class DirectSockets implements Sockets {
  /** When each attempt to connect was made. */
  final List<Long> attemptsMs = new ArrayList<>();

  /** Everything that was said to the exchange. */
  final List<String> sent = new ArrayList<>();

  private final DirectExchange exchange;
  private final String venue;
  private final FakeLoop loop;
  private final List<DirectExchange.Connection> open = new ArrayList<>();

  DirectSockets(DirectExchange exchange, String venue, FakeLoop loop) {
    this.exchange = exchange;
    this.venue = venue;
    this.loop = loop;
  }

  /** What lies between the exchange and us: gets each frame, and what takes it. */
  BiConsumer<String, Consumer<String>> way = (frame, arrives) -> arrives.accept(frame);

  Stream<String> sentSince(int count) {
    return sent.subList(count, sent.size()).stream();
  }

  @Override
  public Future<Socket> connect(String path, Listener listener) {
    attemptsMs.add(loop.millis());
    DirectExchange.Client client =
        new DirectExchange.Client() {
          @Override
          public void text(String frame) {
            way.accept(
                frame,
                arrived -> {
                  listener.heard();
                  listener.text(Buffer.buffer(arrived));
                });
          }

          @Override
          public void pong() {
            listener.heard();
            listener.pong();
          }

          @Override
          public void closed(int code) {
            listener.closed(code == 0 ? LossCause.BROKEN : LossCause.CLOSED, "code " + code);
          }
        };
    DirectExchange.Connection connection = exchange.connect('/' + venue + path, client);
    if (connection == null) {
      return Future.failedFuture("not let in");
    }
    open.add(connection);
    return Future.succeededFuture(
        new Socket() {
          @Override
          public Future<Void> send(String text) {
            sent.add(text);
            connection.send(text);
            return Future.succeededFuture();
          }

          @Override
          public Future<Void> ping() {
            connection.ping();
            return Future.succeededFuture();
          }

          @Override
          public void close() {
            connection.close();
          }
        });
  }

  @Override
  public void close() {
    open.forEach(DirectExchange.Connection::close);
  }
}
