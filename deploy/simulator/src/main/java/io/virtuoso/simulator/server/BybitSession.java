package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.venue.Route;
import io.virtuoso.simulator.venue.Venue;
import io.virtuoso.simulator.wire.JsonText;
import io.virtuoso.simulator.wire.VenueId;

/** A client of Bybit: requests by {@code op}, pings from the client. */
final class BybitSession extends ClientSession {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_SPOT_ARGUMENTS = 10;
  private static final int MOST_ARGUMENT_TEXT = 21_000;
  private static final long IDLE_NANOS = 600_000_000_000L;
  private static final int GOING_AWAY = 1_001;

  private final String connection;
  private long heardAt;

  BybitSession(Line line, Venue venue, long number) {
    super(line, venue, Route.NONE);
    heardAt = nanos();
    connection = "sim-%08x".formatted(number);
  }

  @Override
  void tick(long marketTime) {
    if (nanos() - heardAt > IDLE_NANOS) {
      refuse(GOING_AWAY, "idle");
    }
  }

  @Override
  void receive(String text) {
    heardAt = nanos();
    JsonNode request;
    try {
      request = JSON.readTree(text);
    } catch (JsonProcessingException malformed) {
      answer(false, "error:invalid json", "", "");
      return;
    }
    String id = plain(request.path("req_id").asText());
    String operation = plain(request.path("op").asText());
    switch (operation) {
      case "ping" -> answer(true, "pong", id, operation);
      case "subscribe" -> subscribeAll(request.path("args"), id);
      case "unsubscribe" -> {
        request.path("args").forEach(topic -> unsubscribe(topic.asText()));
        answer(true, "", id, operation);
      }
      default -> answer(false, "error:unknown op", id, operation);
    }
  }

  private void subscribeAll(JsonNode topics, String id) {
    if (venue().id() == VenueId.BYBIT_SPOT && topics.size() > MOST_SPOT_ARGUMENTS) {
      answer(false, "error:args size > " + MOST_SPOT_ARGUMENTS, id, "subscribe");
      return;
    }
    int length = subscribed().stream().mapToInt(String::length).sum();
    for (JsonNode topic : topics) {
      length += topic.asText().length();
      if (!carries(topic.asText())) {
        answer(false, "Invalid topic: " + plain(topic.asText()), id, "subscribe");
        return;
      }
    }
    if (length > MOST_ARGUMENT_TEXT) {
      answer(false, "error:args size > " + MOST_ARGUMENT_TEXT, id, "subscribe");
      return;
    }
    answer(true, "", id, "subscribe");
    topics.forEach(topic -> subscribe(topic.asText()));
  }

  private void answer(boolean success, String message, String id, String operation) {
    JsonText out =
        new JsonText()
            .object()
            .flag("success", success)
            .text("ret_msg", message)
            .text("conn_id", connection);
    if (!id.isEmpty()) {
      out.text("req_id", id);
    }
    deliver(out.text("op", operation).end().take());
  }
}
