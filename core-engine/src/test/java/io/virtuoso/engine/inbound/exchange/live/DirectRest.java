package io.virtuoso.engine.inbound.exchange.live;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.server.DirectExchange;
import java.util.ArrayList;
import java.util.List;

/** The REST host of one venue of a simulated exchange, without a network. */
final class DirectRest implements RestTransport {
  record Asked(long atMs, String target, int status) {}

  final List<Asked> asked = new ArrayList<>();

  /** Runs after each request has reached the exchange. */
  Runnable watcher = () -> {};

  private final DirectExchange exchange;
  private final String venue;
  private final FakeLoop loop;

  DirectRest(DirectExchange exchange, String venue, FakeLoop loop) {
    this.exchange = exchange;
    this.venue = venue;
    this.loop = loop;
  }

  @Override
  public Exchange get(String target) {
    Reply reply = exchange.get('/' + venue + target);
    asked.add(new Asked(loop.millis(), target, reply == null ? 0 : reply.status()));
    watcher.run();
    Future<Answer> answer =
        reply == null ? Future.failedFuture("connection reset") : Future.succeededFuture(of(reply));
    return new Exchange() {
      @Override
      public Future<Answer> answer() {
        return answer;
      }

      @Override
      public void abort(String reason) {
        // answered already
      }
    };
  }

  private static Answer of(Reply reply) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    reply.headers().forEach(headers::add);
    return new Answer(reply.status(), headers, Buffer.buffer(reply.body()));
  }

  @Override
  public void close() {
    // nothing is open
  }
}
