package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What Binance spot and USD-M say in the same words. */
final class BinanceWords {
  /** Older documents allow this many; newer ones are silent on futures. */
  static final int STREAMS_PER_CONNECTION = 200;

  static final int STREAMS_PER_REQUEST = 50;
  static final String TRADES = "@trade";
  static final String BOOK = "@depth@100ms";
  static final String QUOTES = "@bookTicker";
  static final String LIQUIDATIONS = "@forceOrder";
  static final String USED_WEIGHT = "X-MBX-USED-WEIGHT-1M";

  private static final FrameText ENVELOPE = new FrameText("{\"stream\":\"");
  private static final FrameText STREAM = new FrameText("\"stream\"");
  private static final FrameText SHUTDOWN = new FrameText("serverShutdown");
  private static final FrameText RESULT = new FrameText("\"result\":null");
  private static final FrameText ERROR = new FrameText("\"error\"");
  private static final FrameText CODE = new FrameText("\"code\"");

  private BinanceWords() {}

  static String request(String method, List<String> streams, long id) {
    return "{\"method\":\""
        + method
        + "\",\"params\":[\""
        + String.join("\",\"", streams)
        + "\"],\"id\":"
        + id
        + '}';
  }

  static Optional<String> stream(String nativeSymbol, Channel channel) {
    String lower = nativeSymbol.toLowerCase(Locale.ROOT);
    return switch (channel) {
      case TRADES -> Optional.of(lower + TRADES);
      case BOOK -> Optional.of(lower + BOOK);
      case QUOTES -> Optional.of(lower + QUOTES);
      case DERIVATIVES -> Optional.empty();
    };
  }

  static @Nullable String streamOf(Buffer frame) {
    String stream = ENVELOPE.valueAfter(frame);
    return stream == null || stream.endsWith(LIQUIDATIONS) ? null : stream;
  }

  static FrameKind classify(Buffer frame) {
    if (ENVELOPE.startsAt(frame, 0)) {
      boolean unusual = frame.length() > 11 && frame.getByte(11) == '!';
      return unusual && SHUTDOWN.occursIn(frame) ? FrameKind.SHUTDOWN : FrameKind.DATA;
    }
    if (frame.length() > FrameText.LONGEST_CONTROL) {
      return FrameKind.DATA;
    }
    if (SHUTDOWN.occursIn(frame)) {
      return FrameKind.SHUTDOWN;
    }
    if (STREAM.occursIn(frame)) {
      return FrameKind.DATA;
    }
    if (RESULT.occursIn(frame)) {
      return FrameKind.ACKNOWLEDGED;
    }
    return ERROR.occursIn(frame) || CODE.occursIn(frame) ? FrameKind.REFUSED : FrameKind.OTHER;
  }

  /**
   * Reads {@code exchangeInfo} element by element: spot lists so much that a whole tree would
   * outweigh the rest of the engine.
   */
  static InstrumentPage readInstruments(byte[] body) throws IOException {
    List<Listing> listings = new ArrayList<>();
    OptionalInt weight = OptionalInt.empty();
    boolean listed = false;
    try (JsonParser parser = StrictJson.MAPPER.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("exchangeInfo is not a JSON object");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("symbols") && value == JsonToken.START_ARRAY) {
          listed = true;
          while (parser.nextToken() == JsonToken.START_OBJECT) {
            listing(StrictJson.MAPPER.readTree(parser)).ifPresent(listings::add);
          }
        } else if (field.equals("rateLimits") && value == JsonToken.START_ARRAY) {
          weight = weightPerMinute(StrictJson.MAPPER.readTree(parser));
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!listed) {
      throw new IOException("exchangeInfo carries no symbols");
    }
    return new InstrumentPage(listings, "", weight);
  }

  static Map<String, Double> readTurnovers(byte[] body) throws IOException {
    JsonNode rows = StrictJson.MAPPER.readTree(body);
    if (!rows.isArray()) {
      throw new IOException("ticker/24hr is no list");
    }
    return Turnovers.of(rows, "symbol", row -> Turnovers.number(row, "quoteVolume"));
  }

  private static Optional<Listing> listing(JsonNode node) {
    String contract = StrictJson.text(node, "contractType");
    if (!contract.isEmpty() && !contract.equals("PERPETUAL")) {
      return Optional.empty();
    }
    String tick = "";
    String step = "";
    for (JsonNode filter : node.path("filters")) {
      switch (StrictJson.text(filter, "filterType")) {
        case "PRICE_FILTER" -> tick = StrictJson.text(filter, "tickSize");
        case "LOT_SIZE" -> step = StrictJson.text(filter, "stepSize");
        default -> {
          // other filters rule orders, not market data
        }
      }
    }
    return Listing.of(
        StrictJson.text(node, "symbol"),
        StrictJson.text(node, "baseAsset") + StrictJson.text(node, "quoteAsset"),
        tick,
        step,
        StrictJson.text(node, "status").equals("TRADING"));
  }

  private static OptionalInt weightPerMinute(JsonNode limits) {
    for (JsonNode limit : limits) {
      if (StrictJson.text(limit, "rateLimitType").equals("REQUEST_WEIGHT")
          && StrictJson.text(limit, "interval").equals("MINUTE")
          && limit.path("intervalNum").asInt() == 1
          && limit.path("limit").asInt() > 0) {
        return OptionalInt.of(limit.path("limit").asInt());
      }
    }
    return OptionalInt.empty();
  }
}
