package io.virtuoso.gateway.serve.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.WebSocketRoute;
import io.virtuoso.model.document.SymbolRow;
import io.virtuoso.model.wire.DocumentJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The far end of {@code /ws} as a test wants it: welcomes, remembers what it was asked, and says
 * only what it is told to say.
 */
final class ScriptedStream {
  private static final Pattern FALLBACKS =
      Pattern.compile(
          ".*/api/(stream|status|market/(symbols|overview)|dashboard/confluence/.*)(\\?.*)?$");

  private static final Route.FulfillOptions NOTHING =
      new Route.FulfillOptions().setStatus(202).setContentType("text/event-stream").setBody("");

  private final ObjectMapper json = DocumentJson.mapper();
  private final List<JsonNode> asked = new ArrayList<>();
  private @Nullable WebSocketRoute socket;
  private boolean refusing;
  private String source = "live";

  /** Takes the page's socket, and leaves it no way around: what it falls back to is not there. */
  void attach(Page page) {
    page.routeWebSocket(Pattern.compile(".*/ws$"), this::opened);
    page.route(FALLBACKS, route -> route.fulfill(NOTHING));
  }

  /** From here on a connection is closed as soon as it is opened. */
  void refuse() {
    refusing = true;
    current().close();
  }

  /** From here on frames say that the market is of that kind. */
  void source(String kind) {
    source = kind;
  }

  boolean subscribed(String channel) {
    return asked.stream()
        .anyMatch(one ->
            one.path("op").asText().equals("subscribe")
                && one.path("channel").asText().equals(channel));
  }

  long asked(String op) {
    return asked.stream().filter(one -> one.path("op").asText().equals(op)).count();
  }

  void rows(String op, long seq, Instant asOf, List<SymbolRow> rows) {
    ObjectNode frame = frame(op, "scores", seq, asOf);
    ArrayNode list = frame.putArray(op.equals("snapshot") ? "rows" : "changed");
    rows.forEach(row -> list.add(json.<JsonNode>valueToTree(row)));
    if (op.equals("delta")) {
      frame.put("prev", seq - 1);
      frame.putArray("removed");
    }
    send(frame);
  }

  void data(String channel, long seq, Instant asOf, Object data) {
    ObjectNode frame = frame("snapshot", channel, seq, asOf);
    frame.set("data", json.valueToTree(data));
    send(frame);
  }

  void heartbeat(Instant time) {
    send(json.createObjectNode().put("op", "heartbeat").put("time", DocumentJson.time(time)));
  }

  private void opened(WebSocketRoute opened) {
    socket = opened;
    if (refusing) {
      opened.close();
    } else {
      opened.onMessage(message -> heard(message.text()));
    }
  }

  private void heard(String text) {
    try {
      JsonNode message = json.readTree(text);
      asked.add(message);
      if (message.path("op").asText().equals("hello")) {
        send(
            json.createObjectNode()
                .put("op", "welcome")
                .put("epoch", "e1")
                .put("heartbeat_ms", 5_000));
      }
    } catch (IOException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }

  private ObjectNode frame(String op, String channel, long seq, Instant asOf) {
    return json.createObjectNode()
        .put("op", op)
        .put("channel", channel)
        .put("seq", seq)
        .put("as_of", DocumentJson.time(asOf))
        .put("source", source);
  }

  private void send(ObjectNode frame) {
    current().send(frame.toString());
  }

  private WebSocketRoute current() {
    return Optional.ofNullable(socket).orElseThrow();
  }
}
