package io.virtuoso.simulator.server;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.rest.Request;
import io.virtuoso.simulator.server.Reception.Admission;
import io.virtuoso.simulator.server.Reception.Opening;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.wire.VenueId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Hands what comes over HTTP to the venue its path names, and steps the market. Everything here
 * runs on one event loop, so that nothing needs a lock.
 */
public final class ExchangeServer {
  private static final int MOST_BODY = 65_536;

  private final Exchange exchange;
  private final Sessions sessions;
  private final Control control;
  private final Truth truth;
  private final Reception reception;

  /**
   * Serves an exchange.
   *
   * @param weightLimit request weight a minute on Binance; 0 for the venues' own
   */
  public ExchangeServer(Exchange exchange, long seed, int weightLimit) {
    this.exchange = exchange;
    sessions = new Sessions(exchange.faults());
    control = new Control(exchange, sessions);
    truth = new Truth(exchange, sessions, seed);
    reception = new Reception(exchange, sessions, weightLimit);
  }

  /** Lets market time pass. */
  public void advance(long steps) {
    for (long i = 0; i < steps; i++) {
      exchange.step();
      if (exchange.market().steps() % Market.STEPS_PER_SECOND == 0) {
        sessions.tick(exchange.market().now());
      }
    }
  }

  /** Takes one request or upgrade. */
  public void handle(HttpServerRequest request) {
    String path = request.path() == null ? "/" : request.path();
    int slash = path.indexOf('/', 1);
    String first = slash < 0 ? path.substring(1) : path.substring(1, slash);
    String below = slash < 0 ? "/" : path.substring(slash);
    if (first.equals("control")) {
      control(request, below);
      return;
    }
    Optional<VenueId> venue = VenueId.of(first);
    if (venue.isEmpty()) {
      answer(request, Reception.problem(404, "no such venue"));
    } else if (reception.down(venue.get())) {
      Cut.reset(channel(request));
    } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      upgrade(request, venue.get(), below);
    } else if (!request.method().equals(HttpMethod.GET)) {
      answer(request, Reception.problem(405, "only GET"));
    } else {
      answer(request, reception.answer(venue.get(), new Request(below, query(request))));
    }
  }

  private void control(HttpServerRequest request, String path) {
    if (request.getHeader("Origin") != null) {
      // A web page that somebody visits must not be able to order faults.
      answer(request, Reception.problem(403, "not for browsers"));
    } else if (path.equals("/faults") && request.method().equals(HttpMethod.POST)) {
      String length = request.getHeader("Content-Length");
      if (length == null || !length.matches("\\d{1,5}") || Integer.parseInt(length) > MOST_BODY) {
        answer(
            request,
            Reception.problem(
                400, "a body of known length, at most " + MOST_BODY + " bytes, is needed"));
        return;
      }
      var _ =
          request
              .body()
              .onSuccess(body -> answer(request, order(body.toString())))
              .onFailure(_ -> request.connection().close());
    } else {
      answer(request, inspect(request, path));
    }
  }

  private Reply order(String body) {
    try {
      return new Reply(200, truth.fault(control.order(body)), Map.of());
    } catch (IllegalArgumentException bad) {
      return Reception.problem(400, String.valueOf(bad.getMessage()));
    }
  }

  private Reply inspect(HttpServerRequest request, String path) {
    String what = request.method() + " " + path;
    try {
      return switch (what) {
        case "DELETE /faults" -> {
          exchange.faults().clear();
          yield new Reply(200, truth.status(), Map.of());
        }
        case "GET /status" -> new Reply(200, truth.status(), Map.of());
        case "GET /book" -> new Reply(200, truth.book(query(request)), Map.of());
        case "GET /ledger" -> new Reply(200, truth.ledger(query(request)), Map.of());
        default -> Reception.problem(404, "no such control");
      };
    } catch (IllegalArgumentException bad) {
      return Reception.problem(400, String.valueOf(bad.getMessage()));
    }
  }

  private void upgrade(HttpServerRequest request, VenueId venue, String path) {
    String streams = request.getParam("streams");
    Admission admission = reception.admit(venue, path, streams == null ? "" : streams);
    Opening opening = admission.opening();
    if (opening == null) {
      answer(request, admission.refusal());
      return;
    }
    Channel channel = channel(request);
    var _ = request.toWebSocket().onSuccess(socket -> accept(socket, channel, opening));
  }

  /** A socket that is closed takes no handlers, and throws. */
  private void accept(ServerWebSocket socket, Channel channel, Opening opening) {
    if (socket.isClosed()) {
      return; // whoever came has already left
    }
    ClientSession session = reception.enter(opening, new SocketLine(socket, channel));
    if (socket.isClosed()) {
      reception.leave(session);
      return;
    }
    socket.frameHandler(frame -> {
      if (frame.isPing()) {
        session.pinged(); // Vert.x has answered it
      }
    });
    socket.pongHandler(_ -> session.pong());
    socket.textMessageHandler(session::receive);
    socket.exceptionHandler(_ -> session.drop(DropMode.FIN));
    socket.closeHandler(_ -> reception.leave(session));
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  private static Map<String, String> query(HttpServerRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    request.params().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    return query;
  }

  private static void answer(HttpServerRequest request, Reply reply) {
    request.response().setStatusCode(reply.status()).putHeader("Content-Type", "application/json");
    reply.headers().forEach(request.response()::putHeader);
    var _ = request.response().end(reply.body());
  }
}
