package io.virtuoso.simulator.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.virtuoso.simulator.fault.FaultBoard.Fault;
import io.virtuoso.simulator.fault.FaultKind;
import io.virtuoso.simulator.fault.FaultKind.Span;
import io.virtuoso.simulator.fault.FaultOrder;
import io.virtuoso.simulator.fault.FaultOrder.DropMode;
import io.virtuoso.simulator.venue.Exchange;
import io.virtuoso.simulator.wire.Channel;
import io.virtuoso.simulator.wire.VenueId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns what somebody posts into faults. A bad order is an {@link IllegalArgumentException} that
 * says why.
 */
final class Control {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEFAULT_SECONDS = 30;
  private static final int MOST_SECONDS = 86_400;
  private static final int MOST_COUNT = 1_000_000;
  private static final Set<String> MEMBERS =
      Set.of("fault", "venue", "symbol", "channel", "seconds", "count", "mode", "status");

  private final Exchange exchange;
  private final Sessions sessions;

  Control(Exchange exchange, Sessions sessions) {
    this.exchange = exchange;
    this.sessions = sessions;
  }

  Fault order(String body) {
    FaultOrder order = read(body);
    Fault fault = exchange.faults().add(order);
    switch (order.kind()) {
      case DROP -> sessions.drop(fault);
      case DOWN -> sessions.resetAll(order);
      case STALL, GAP, DUPLICATE, REORDER, BAN, GARBLE, CROSSED, FREEZE_TIME, DELIST -> {
        // Applied as messages and requests come.
      }
    }
    return fault;
  }

  private FaultOrder read(String body) {
    JsonNode json;
    try {
      json = JSON.readTree(body);
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException("the body is not JSON", malformed);
    }
    if (json == null || !json.isObject()) {
      throw new IllegalArgumentException("the body must be a JSON object");
    }
    Set<String> unknown = new TreeSet<>();
    json.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(MEMBERS);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("unknown members: " + String.join(", ", unknown));
    }
    FaultKind kind =
        FaultKind.of(json.path("fault").asText())
            .orElseThrow(() ->
                new IllegalArgumentException("fault must be one of " + words(FaultKind.values())));
    int seconds = whole(json, "seconds", 1, MOST_SECONDS);
    int count = whole(json, "count", 1, MOST_COUNT);
    if (kind.span() == Span.TIMED && seconds == 0 && count == 0) {
      seconds = DEFAULT_SECONDS;
    }
    if (kind.span() == Span.COUNTED && seconds == 0 && count == 0) {
      count = 1;
    }
    if (kind == FaultKind.DELIST && (!json.has("symbol") || count > 0)) {
      throw new IllegalArgumentException("delist takes a symbol and no count");
    }
    return new FaultOrder(
        kind,
        venue(json),
        symbol(json),
        channel(json, kind),
        seconds,
        count,
        mode(json),
        status(json));
  }

  private static @Nullable VenueId venue(JsonNode json) {
    if (!json.has("venue")) {
      return null;
    }
    return VenueId.of(json.path("venue").asText())
        .orElseThrow(() ->
            new IllegalArgumentException(
                "venue must be one of "
                    + Arrays.stream(VenueId.values())
                        .map(VenueId::path)
                        .collect(Collectors.joining(", "))));
  }

  private @Nullable String symbol(JsonNode json) {
    if (!json.has("symbol")) {
      return null;
    }
    String symbol = json.path("symbol").asText();
    if (exchange.market().find(symbol) == null) {
      throw new IllegalArgumentException("symbol is not listed");
    }
    return symbol;
  }

  private static @Nullable Channel channel(JsonNode json, FaultKind kind) {
    if (!json.has("channel")) {
      return kind == FaultKind.GAP || kind == FaultKind.CROSSED ? Channel.BOOK : null;
    }
    return Channel.of(json.path("channel").asText())
        .orElseThrow(() ->
            new IllegalArgumentException("channel must be one of " + words(Channel.values())));
  }

  private static DropMode mode(JsonNode json) {
    String word = json.path("mode").asText("fin");
    return Arrays.stream(DropMode.values())
        .filter(mode -> mode.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("mode must be one of " + words(DropMode.values())));
  }

  private static int status(JsonNode json) {
    int status = json.path("status").asInt(0);
    if (json.has("status") && !List.of(429, 418, 403).contains(status)) {
      throw new IllegalArgumentException("status must be 429, 418 or 403");
    }
    return status;
  }

  private static int whole(JsonNode json, String member, int least, int most) {
    JsonNode value = json.path(member);
    if (value.isMissingNode()) {
      return 0;
    }
    if (!value.canConvertToInt() || value.asInt() < least || value.asInt() > most) {
      throw new IllegalArgumentException(
          member + " must be a number from " + least + " to " + most);
    }
    return value.asInt();
  }

  private static String words(Enum<?>[] values) {
    return Arrays.stream(values)
        .map(value -> value.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
