package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.IsoTime;
import io.virtuoso.simulator.wire.JsonText;
import java.util.Set;

/**
 * A client of Kraken: requests by {@code method}, each symbol answered by itself, a heartbeat every
 * second to whoever is subscribed.
 */
final class KrakenSession extends ClientSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long IDLE_NANOS = 60_000_000_000L;
  private static final int NORMAL = 1_000;
  private static final Set<String> CHANNELS = Set.of("book", "trade", "ticker", "ohlc");

  /** Beyond what a double holds exactly, as the real ones are. */
  private static final long FIRST_CONNECTION = 7_694_055_225_308_923_510L;

  private final IsoTime times = new IsoTime();
  private final long connection;
  private long activeAt;
  private long now;

  KrakenSession(Line line, Venue venue, long number) {
    super(line, venue, Route.NONE);
    connection = FIRST_CONNECTION + number;
    activeAt = nanos();
    now = venue.now();
  }

  @Override
  void greet() {
    deliver(
        "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"version\":\"2.0.10\",\"system\":\"online\",\"api_version\":\"v2\",\"connection_id\":"
            + connection
            + "}]}");
  }

  @Override
  void tick(long marketTime) {
    now = marketTime;
    if (!subscribed().isEmpty()) {
      deliver("{\"channel\":\"heartbeat\"}");
    } else if (nanos() - activeAt > IDLE_NANOS) {
      refuse(NORMAL, "idle");
    }
  }

  @Override
  void receive(String text) {
    activeAt = nanos();
    now = venue().now();
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      deliver("{\"error\":\"Malformed request\",\"success\":false}");
      return;
    }
    String method = plain(request.path("method").asText());
    JsonNode id = request.path("req_id");
    switch (method) {
      case "ping" -> deliver(stamped(new JsonText().object().text("method", "pong"), id));
      case "subscribe", "unsubscribe" -> {
        JsonNode parameters = request.path("params");
        for (JsonNode symbol : parameters.path("symbol")) {
          apply(method, parameters, plain(symbol.asText()), id);
        }
      }
      default -> refuse(method, "Method not found", "", id);
    }
  }

  private void apply(String method, JsonNode parameters, String symbol, JsonNode id) {
    String channel = plain(parameters.path("channel").asText());
    int detail =
        switch (channel) {
          case "book" -> parameters.path("depth").asInt(10);
          case "ohlc" -> parameters.path("interval").asInt(1);
          default -> 0;
        };
    String stream = channel + ":" + symbol + (detail == 0 ? "" : ":" + detail);
    if (!CHANNELS.contains(channel)) {
      refuse(method, "Channel not found", symbol, id);
    } else if (venue().named(symbol) == null) {
      refuse(method, "Currency pair not supported " + symbol, symbol, id);
    } else if (!carries(stream)) {
      String what = channel.equals("book") ? "depth" : "interval";
      refuse(method, "Subscription " + what + " not supported", symbol, id);
    } else if (method.equals("unsubscribe")) {
      unsubscribe(stream);
      accept(method, channel, detail, symbol, id);
    } else {
      accept(method, channel, detail, symbol, id);
      subscribe(stream);
    }
  }

  private void accept(String method, String channel, int detail, String symbol, JsonNode id) {
    JsonText out =
        new JsonText().object().text("method", method).object("result").text("channel", channel);
    if (channel.equals("book")) {
      out.number("depth", detail);
    }
    if (method.equals("subscribe")) {
      out.flag("snapshot", true);
    }
    out.text("symbol", symbol);
    if (channel.equals("ohlc")) {
      out.number("interval", detail);
    }
    deliver(stamped(out.end().flag("success", true), id));
  }

  private void refuse(String method, String error, String symbol, JsonNode id) {
    JsonText out = new JsonText().object().text("error", error).text("method", method);
    if (id.isIntegralNumber()) {
      out.number("req_id", id.asLong());
    }
    out.flag("success", false);
    if (!symbol.isEmpty()) {
      out.text("symbol", symbol);
    }
    deliver(times(out).end().take());
  }

  private String stamped(JsonText out, JsonNode id) {
    times(out);
    if (id.isIntegralNumber()) {
      out.number("req_id", id.asLong());
    }
    return out.end().take();
  }

  private JsonText times(JsonText out) {
    String time = times.micros(now);
    return out.text("time_in", time).text("time_out", time);
  }
}
