package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;
import java.util.List;
import java.util.regex.Pattern;

/** A client of Binance, spot or USD-M: requests by {@code method}, pings from the server. */
final class BinanceSession extends ClientSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9!@_.]{1,64}");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int POLICY_VIOLATION = 1_008;

  private final boolean wrapped;
  private final int mostStreams;
  private final MessageRate messages;
  private final int pingSeconds;
  private final long pongNanos;
  private int seconds;
  private long unansweredSince;
  private boolean unanswered;

  BinanceSession(Line line, Venue venue, Route route, boolean wrapped) {
    super(line, venue, route);
    this.wrapped = wrapped;
    boolean spot = venue.id() == VenueId.BINANCE_SPOT;
    mostStreams = spot ? 1_024 : 200;
    messages = new MessageRate(spot ? 5 : 10, NANOS_PER_SECOND);
    pingSeconds = spot ? 20 : 180;
    pongNanos = (spot ? 60 : 600) * NANOS_PER_SECOND;
  }

  @Override
  public boolean wrapped() {
    return wrapped;
  }

  /** Streams named in the address. */
  void open(List<String> names) {
    names.stream()
        .filter(name -> STREAM.matcher(name).matches())
        .limit(mostStreams)
        .forEach(this::subscribe);
  }

  /**
   * Pings of the client are messages like any other. Its pongs are too, but as many as we ask for:
   * a market that is driven by hand may ask for dozens in one second of the client's.
   */
  private boolean admit() {
    boolean admitted = messages.admit(nanos());
    if (!admitted) {
      refuse(POLICY_VIOLATION, "Too many requests");
    }
    return admitted;
  }

  @Override
  void pinged() {
    admit();
  }

  @Override
  void pong() {
    unanswered = false;
  }

  @Override
  void tick(long marketTime) {
    seconds++;
    if (unanswered && nanos() - unansweredSince > pongNanos) {
      refuse(POLICY_VIOLATION, "Pong timeout");
    } else if (seconds % pingSeconds == 0) {
      if (!unanswered) {
        unanswered = true;
        unansweredSince = nanos();
      }
      ping(Long.toString(marketTime));
    }
  }

  @Override
  void receive(String text) {
    if (!admit()) {
      return;
    }
    try {
      request(JSON.readTree(text));
    } catch (JsonProcessingException malformed) {
      error("null", 3, "Invalid JSON");
    }
  }

  private void request(JsonNode request) {
    JsonNode id = request.path("id");
    String echoed =
        id.isIntegralNumber() || (id.isTextual() && STREAM.matcher(id.asText()).matches())
            ? id.toString()
            : "null";
    switch (request.path("method").asText()) {
      case "SUBSCRIBE" -> subscribeAll(request.path("params"), echoed);
      case "UNSUBSCRIBE" -> {
        request.path("params").forEach(name -> unsubscribe(name.asText()));
        result("null", echoed);
      }
      case "LIST_SUBSCRIPTIONS" -> {
        JsonText list = new JsonText().array();
        subscribed().forEach(list::text);
        result(list.close().take(), echoed);
      }
      default -> error(echoed, 2, "Invalid request: unknown method");
    }
  }

  /** The acknowledgement promises nothing: what the route does not carry stays silent. */
  private void subscribeAll(JsonNode names, String id) {
    if (subscribed().size() + names.size() > mostStreams) {
      error(id, 2, "Invalid request: more than " + mostStreams + " streams");
      return;
    }
    for (JsonNode name : names) {
      if (!STREAM.matcher(name.asText()).matches()) {
        error(id, 2, "Invalid request: invalid stream");
        return;
      }
    }
    result("null", id);
    names.forEach(name -> subscribe(name.asText()));
  }

  private void result(String result, String id) {
    deliver(new JsonText().object().document("result", result).document("id", id).end().take());
  }

  private void error(String id, int code, String message) {
    deliver(
        new JsonText()
            .object()
            .object("error")
            .number("code", code)
            .text("msg", message)
            .end()
            .document("id", id)
            .end()
            .take());
  }
}
