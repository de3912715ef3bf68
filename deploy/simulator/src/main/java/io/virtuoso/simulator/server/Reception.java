package io.virtuoso.simulator.server;

import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.rest.Reply;
import io.virtuoso.simulator.rest.Request;
import io.virtuoso.simulator.rest.UseMeter;
import io.virtuoso.simulator.rest.VenueRest;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Receives whoever comes to a venue, over whatever line: answers requests, opens sessions. */
final class Reception {
  /** What becomes of an attempt to open a socket: a session, or an answer that says why not. */
  record Admission(@Nullable Opening opening, Reply refusal) {}

  /** Makes the session of a socket that was let in. */
  @FunctionalInterface
  interface Opening {
    ClientSession over(Line line);
  }

  private static final Reply NONE = new Reply(200, "", Map.of());

  private final Exchange exchange;
  private final Sessions sessions;
  private final Map<VenueId, VenueRest> rest = new EnumMap<>(VenueId.class);
  private final ConnectLimit connects = new ConnectLimit();
  private long connections;

  /**
   * The reception of all venues.
   *
   * @param weightLimit request weight a minute on Binance; 0 for the venues' own
   */
  Reception(Exchange exchange, Sessions sessions, int weightLimit) {
    this.exchange = exchange;
    this.sessions = sessions;
    for (VenueId id : VenueId.values()) {
      rest.put(id, VenueRest.of(exchange.venue(id), weightLimit));
    }
  }

  /** Nothing of the venue can be reached. */
  boolean down(VenueId venue) {
    return exchange.faults().apply(FaultKind.DOWN, venue, null, null) != null;
  }

  /** What the venue answers, dated by market time. */
  Reply answer(VenueId venue, Request request) {
    long now = exchange.market().now();
    return answer(venue, request, now).with("Date", date(now));
  }

  private static String date(long ms) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        Instant.ofEpochMilli(ms).atOffset(ZoneOffset.UTC));
  }

  /** What was asked of the venue, limit by limit; what a ban refused is not counted. */
  List<UseMeter.Use> uses(VenueId venue) {
    return Objects.requireNonNull(rest.get(venue)).meter().uses();
  }

  private Reply answer(VenueId venue, Request request, long now) {
    VenueRest api = rest.get(venue);
    if (api == null) {
      return problem(404, "no requests here");
    }
    Fault ban = exchange.faults().apply(FaultKind.BAN, venue, null, null);
    if (ban == null) {
      return api.answer(request, now);
    }
    long until = ban.until() == Long.MAX_VALUE ? now + 60_000 : ban.until();
    return api.banned(ban.order().status(), until)
        .with("Retry-After", Long.toString((until - now + 999) / 1_000));
  }

  /**
   * Decides about a socket.
   *
   * @param path below the venue's own
   * @param streams what the address asks for, names divided by slashes
   */
  Admission admit(VenueId id, String path, String streams) {
    if (sessions.full()) {
      return new Admission(null, problem(503, "no more than " + Sessions.MOST + " sockets"));
    }
    if (!connects.admit(id, exchange.market().now())) {
      return new Admission(null, problem(429, "too many connections"));
    }
    Venue venue = exchange.venue(id);
    Opening opening =
        switch (id) {
          case BINANCE_SPOT -> binance(venue, Route.NONE, path, streams);
          case BINANCE_USDM -> futures(venue, path, streams);
          case BYBIT_LINEAR -> bybit(venue, path.equals("/v5/public/linear"));
          case BYBIT_SPOT -> bybit(venue, path.equals("/v5/public/spot"));
          case OKX, OKX_SWAP -> okx(venue, path);
          case COINBASE -> path.equals("/") ? line -> new CoinbaseSession(line, venue) : null;
          case KRAKEN ->
              path.equals("/v2") ? line -> new KrakenSession(line, venue, ++connections) : null;
        };
    return new Admission(opening, opening == null ? problem(404, "no socket here") : NONE);
  }

  private static @Nullable Opening futures(Venue venue, String path, String streams) {
    Route route =
        path.startsWith("/public/")
            ? Route.PUBLIC
            : path.startsWith("/market/") ? Route.MARKET : Route.NONE;
    String below = route == Route.NONE ? path : path.substring(path.indexOf('/', 1));
    return binance(venue, route, below, streams);
  }

  private static @Nullable Opening binance(Venue venue, Route route, String path, String streams) {
    boolean wrapped = path.equals("/stream");
    if (!wrapped && !path.equals("/ws") && !path.startsWith("/ws/")) {
      return null;
    }
    String asked = wrapped ? streams : path.substring(Math.min(path.length(), "/ws/".length()));
    List<String> names =
        Arrays.stream(asked.split("/", -1)).filter(name -> !name.isEmpty()).toList();
    return line -> {
      BinanceSession session = new BinanceSession(line, venue, route, wrapped);
      session.open(names);
      return session;
    };
  }

  private @Nullable Opening bybit(Venue venue, boolean known) {
    return known ? line -> new BybitSession(line, venue, ++connections) : null;
  }

  private @Nullable Opening okx(Venue venue, String path) {
    return switch (path) {
      case "/ws/v5/public" -> line -> new OkxSession(line, venue, Route.PUBLIC, ++connections);
      case "/ws/v5/business" -> line -> new OkxSession(line, venue, Route.BUSINESS, ++connections);
      default -> null;
    };
  }

  /** Takes a session in. */
  ClientSession enter(Opening opening, Line line) {
    ClientSession session = opening.over(line);
    sessions.add(session);
    session.greet();
    return session;
  }

  void leave(ClientSession session) {
    sessions.remove(session);
  }

  static Reply problem(int status, String detail) {
    String safe = detail.replaceAll("[^ -~]|[\"\\\\]", "?");
    return new Reply(
        status,
        new JsonText().object().number("status", status).text("detail", safe).end().take(),
        Map.of());
  }
}
