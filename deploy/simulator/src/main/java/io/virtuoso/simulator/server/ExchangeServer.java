package io.virtuoso.simulator.server;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.market.Market;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.rest.Request;
import io.virtuoso.simulator.rest.VenueRest;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Map<VenueId, VenueRest> rest = new EnumMap<>(VenueId.class);
  private final ConnectLimit connects = new ConnectLimit();
  private long connections;

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
    for (VenueId id : VenueId.values()) {
      rest.put(id, VenueRest.of(exchange.venue(id), weightLimit));
    }
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
      answer(request, problem(404, "no such venue"));
    } else if (exchange.faults().apply(FaultKind.DOWN, venue.get(), null, null) != null) {
      Cut.reset(channel(request));
    } else if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
      upgrade(request, exchange.venue(venue.get()), below);
    } else {
      answer(request, rest(request, venue.get(), below));
    }
  }

  private Reply rest(HttpServerRequest request, VenueId venue, String path) {
    Fault ban = exchange.faults().apply(FaultKind.BAN, venue, null, null);
    if (ban != null) {
      int status = ban.order().status();
      if (status == 0) {
        status = venue == VenueId.BYBIT_LINEAR ? 403 : 418;
      }
      long until = ban.until() == Long.MAX_VALUE ? exchange.market().now() + 60_000 : ban.until();
      long wait = (until - exchange.market().now() + 999) / 1_000;
      String body =
          "{\"code\":-1003,\"msg\":\"Way too much request weight used; IP banned until "
              + until
              + ".\"}";
      return new Reply(status, body, Map.of("Retry-After", Long.toString(wait)));
    }
    VenueRest api = rest.get(venue);
    if (api == null || !request.method().equals(HttpMethod.GET)) {
      return problem(405, "only GET");
    }
    return api.answer(new Request(path, query(request)), exchange.market().now());
  }

  private void control(HttpServerRequest request, String path) {
    if (request.getHeader("Origin") != null) {
      // A web page that somebody visits must not be able to order faults.
      answer(request, problem(403, "not for browsers"));
    } else if (path.equals("/faults") && request.method().equals(HttpMethod.POST)) {
      String length = request.getHeader("Content-Length");
      if (length == null || !length.matches("\\d{1,5}") || Integer.parseInt(length) > MOST_BODY) {
        answer(
            request,
            problem(400, "a body of known length, at most " + MOST_BODY + " bytes, is needed"));
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
      return problem(400, String.valueOf(bad.getMessage()));
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
        default -> problem(404, "no such control");
      };
    } catch (IllegalArgumentException bad) {
      return problem(400, String.valueOf(bad.getMessage()));
    }
  }

  private void upgrade(HttpServerRequest request, Venue venue, String path) {
    if (sessions.full()) {
      answer(request, problem(503, "no more than " + Sessions.MOST + " sockets"));
      return;
    }
    if (!connects.admit(venue.id(), exchange.market().now())) {
      answer(request, problem(429, "too many connections in five minutes"));
      return;
    }
    String routed = path;
    Route route = Route.NONE;
    if (venue.id() == VenueId.BINANCE_USDM) {
      route =
          path.startsWith("/public/")
              ? Route.PUBLIC
              : path.startsWith("/market/") ? Route.MARKET : Route.NONE;
      routed = route == Route.NONE ? path : path.substring(path.indexOf('/', 1));
    }
    boolean known =
        venue.id() == VenueId.BYBIT_LINEAR
            ? routed.equals("/v5/public/linear")
            : routed.equals("/stream") || routed.equals("/ws") || routed.startsWith("/ws/");
    if (!known) {
      answer(request, problem(404, "no socket here"));
      return;
    }
    Channel channel = channel(request);
    String socketPath = routed;
    Route socketRoute = route;
    String streams = request.getParam("streams");
    var _ =
        request
            .toWebSocket()
            .onSuccess(socket ->
                accept(
                    socket,
                    channel,
                    venue,
                    socketRoute,
                    socketPath,
                    streams == null ? "" : streams));
  }

  private void accept(
      ServerWebSocket socket,
      Channel channel,
      Venue venue,
      Route route,
      String path,
      String streams) {
    ClientSession session;
    if (venue.id() == VenueId.BYBIT_LINEAR) {
      session = new BybitSession(socket, channel, venue, ++connections);
    } else {
      boolean wrapped = path.equals("/stream");
      BinanceSession binance = new BinanceSession(socket, channel, venue, route, wrapped);
      socket.pongHandler(_ -> binance.pong());
      binance.open(
          names(wrapped ? streams : path.substring(Math.min(path.length(), "/ws/".length()))));
      session = binance;
    }
    socket.textMessageHandler(session::receive);
    socket.exceptionHandler(_ -> session.drop(DropMode.FIN));
    socket.closeHandler(_ -> sessions.remove(session));
    sessions.add(session);
  }

  private static List<String> names(String joined) {
    return Arrays.stream(joined.split("/", -1)).filter(name -> !name.isEmpty()).toList();
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  private static Map<String, String> query(HttpServerRequest request) {
    Map<String, String> query = new LinkedHashMap<>();
    request.params().forEach(entry -> query.put(entry.getKey(), entry.getValue()));
    return query;
  }

  private static Reply problem(int status, String detail) {
    String safe = detail.replaceAll("[^ -~]|[\"\\\\]", "?");
    return new Reply(
        status,
        new JsonText().object().number("status", status).text("detail", safe).end().take(),
        Map.of());
  }

  private static void answer(HttpServerRequest request, Reply reply) {
    request.response().setStatusCode(reply.status()).putHeader("Content-Type", "application/json");
    reply.headers().forEach(request.response()::putHeader);
    var _ = request.response().end(reply.body());
  }
}
