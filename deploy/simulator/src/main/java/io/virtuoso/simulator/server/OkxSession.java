package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;

/**
 * A client of OKX: requests by {@code op}, each argument answered by itself, and a bare {@code
 * ping} that is answered by a bare {@code pong}.
 */
final class OkxSession extends ClientSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_REQUESTS_PER_HOUR = 480;
  private static final int MOST_ARGUMENT_TEXT = 65_536;
  private static final long HOUR_NANOS = 3_600_000_000_000L;
  private static final long IDLE_NANOS = 30_000_000_000L;
  private static final int IDLE = 4_004;
  private static final int BAD_REQUEST = 60_012;
  private static final int TOO_MANY = 60_014;
  private static final int UNKNOWN = 60_018;

  private final String connection;
  private final MessageRate requests = new MessageRate(MOST_REQUESTS_PER_HOUR, HOUR_NANOS);
  private long activeAt;

  OkxSession(Line line, Venue venue, Route route, long number) {
    super(line, venue, route);
    connection = "%08x".formatted(number);
    activeAt = nanos();
  }

  @Override
  void tick(long marketTime) {
    if (nanos() - activeAt > IDLE_NANOS) {
      refuse(IDLE, "No data received in 30s.");
    }
  }

  /** Whatever goes either way keeps the connection. */
  @Override
  void delivered() {
    activeAt = nanos();
  }

  @Override
  void receive(String text) {
    activeAt = nanos();
    if (text.equals("ping")) {
      deliver("pong");
      return;
    }
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      error(BAD_REQUEST, "Illegal request");
      return;
    }
    String operation = request.path("op").asText();
    boolean subscribing = operation.equals("subscribe");
    if ((!subscribing && !operation.equals("unsubscribe")) || !request.path("args").isArray()) {
      error(BAD_REQUEST, "Illegal request: op or args");
    } else if (!requests.admit(nanos())
        || request.path("args").toString().length() > MOST_ARGUMENT_TEXT) {
      error(TOO_MANY, "Requests too frequent");
    } else {
      request.path("args").forEach(argument -> apply(subscribing, argument));
    }
  }

  private void apply(boolean subscribing, JsonNode argument) {
    String channel = plain(argument.path("channel").asText());
    String kind = argument.has("instId") ? "instId" : "instType";
    String whose = plain(argument.path(kind).asText());
    String stream = channel + ":" + whose;
    if (subscribing && !carries(stream)) {
      error(
          UNKNOWN,
          "Wrong URL or channel:"
              + channel
              + ","
              + kind
              + ":"
              + whose
              + " doesn't exist. Please use the correct URL, channel and parameters referring to API"
              + " document.");
      return;
    }
    if (!subscribing) {
      unsubscribe(stream);
    }
    deliver(
        new JsonText()
            .object()
            .text("event", subscribing ? "subscribe" : "unsubscribe")
            .object("arg")
            .text("channel", channel)
            .text(kind, whose)
            .end()
            .text("connId", connection)
            .end()
            .take());
    if (subscribing) {
      subscribe(stream);
    }
  }

  private void error(int code, String message) {
    deliver(
        new JsonText()
            .object()
            .text("event", "error")
            .text("code", Integer.toString(code))
            .text("msg", message)
            .text("connId", connection)
            .end()
            .take());
  }
}
