package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Kraken spot, WebSocket v2. A stream is written {@code channel:symbol} here.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 */
public record Kraken(int symbolsPerConnection) implements ExchangeDialect {
  private static final String BOOK = "book:";
  private static final String TRADES = "trade:";
  private static final List<String> CHANNELS = List.of(BOOK, TRADES, "ohlc:");
  private static final String REQUESTS = "requests";
  private static final int MOST_DECIMALS = 18;

  /** How refusals begin, or go on, that are about haste: by account, by address, by load. */
  private static final List<String> TOO_MANY =
      List.of("Rate limit", "Too many requests", "Temporary lockout", "Throttled");

  private static final FrameText PUSH = new FrameText("{\"channel\":\"");
  private static final FrameText HEARTBEAT = new FrameText("{\"channel\":\"heartbeat\"");
  private static final FrameText STATUS = new FrameText("{\"channel\":\"status\"");
  private static final FrameText SYMBOL = new FrameText("\"symbol\":\"");
  private static final FrameText PONG = new FrameText("{\"method\":\"pong\"");
  private static final FrameText METHOD = new FrameText("\"method\":\"subscribe\"");
  private static final FrameText SUCCESS = new FrameText("\"success\":true");
  private static final FrameText FAILURE = new FrameText("\"success\":false");

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    return new Sharding(
            "v2", "/v2", true, true, symbolsPerConnection, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .of(nativeSymbols, symbol -> CHANNELS.stream().map(c -> c + symbol).toList());
  }

  @Override
  public String subscribe(List<String> streams, long id) {
    return request("subscribe", streams.getFirst(), id);
  }

  @Override
  public String unsubscribe(List<String> streams, long id) {
    return request("unsubscribe", streams.getFirst(), id);
  }

  private static String request(String method, String stream, long id) {
    int colon = stream.indexOf(':');
    String channel = stream.substring(0, colon);
    String more =
        switch (channel) {
          case "book" -> ",\"depth\":100";
          case "ohlc" -> ",\"interval\":1";
          default -> "";
        };
    return "{\"method\":\"%s\",\"params\":{\"channel\":\"%s\",\"symbol\":[\"%s\"]%s},\"req_id\":%d}"
        .formatted(method, channel, stream.substring(colon + 1), more, id);
  }

  /** A request is of one channel, and a connection is not in a hurry. */
  @Override
  public int streamsPerRequest() {
    return 1;
  }

  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(50);
  }

  /** Idle connections are closed after a minute. */
  @Override
  public Optional<Heartbeat> heartbeat() {
    return Optional.of(new Heartbeat(Duration.ofSeconds(30), "{\"method\":\"ping\"}"));
  }

  @Override
  public FrameKind classify(Buffer frame) {
    if (HEARTBEAT.startsAt(frame, 0) || STATUS.startsAt(frame, 0)) {
      return FrameKind.OTHER;
    }
    if (PUSH.startsAt(frame, 0) || frame.length() > FrameText.LONGEST_CONTROL) {
      return FrameKind.DATA;
    }
    if (PONG.startsAt(frame, 0)) {
      return FrameKind.PONG;
    }
    if (FAILURE.occursIn(frame)) {
      return FrameKind.REFUSED;
    }
    return METHOD.occursIn(frame) && SUCCESS.occursIn(frame)
        ? FrameKind.ACKNOWLEDGED
        : FrameKind.OTHER;
  }

  @Override
  public @Nullable String streamOf(Buffer frame) {
    return PUSH.startsAt(frame, 0) ? PUSH.valueAfter(frame) + ":" + SYMBOL.valueAfter(frame) : null;
  }

  @Override
  public Optional<String> stream(String nativeSymbol, Channel channel) {
    return switch (channel) {
      case TRADES -> Optional.of(TRADES + nativeSymbol);
      case BOOK -> Optional.of(BOOK + nativeSymbol);
      case QUOTES, DERIVATIVES -> Optional.empty();
    };
  }

  @Override
  public Resync resync(String nativeSymbol) {
    return new Resync.Resubscribe(BOOK + nativeSymbol);
  }

  /** About one a second is suffered for long, and few at once. */
  @Override
  public List<RateLimit> rateLimits() {
    return List.of(new RateLimit(REQUESTS, 10, Duration.ofSeconds(10)));
  }

  @Override
  public RestCall instruments(String cursor) {
    return new RestCall(Priority.DISCOVERY, "/0/public/AssetPairs", REQUESTS, 1);
  }

  @Override
  public InstrumentPage readInstruments(byte[] body) throws IOException {
    JsonNode pairs = StrictJson.MAPPER.readTree(body).path("result");
    if (!pairs.isObject()) {
      throw new IOException("AssetPairs carries no result");
    }
    List<Listing> listings = new ArrayList<>();
    for (Map.Entry<String, JsonNode> pair : pairs.properties()) {
      JsonNode node = pair.getValue();
      String name = name(StrictJson.text(node, "wsname"));
      Listing.of(
              name,
              name.replace("/", ""),
              step(node.path("pair_decimals").asInt(-1)),
              step(node.path("lot_decimals").asInt(-1)),
              StrictJson.text(node, "status").equals("online"))
          .map(listing -> listing.answersAs(pair.getKey()))
          .ifPresent(listings::add);
    }
    return new InstrumentPage(listings, "", OptionalInt.empty());
  }

  @Override
  public RestCall turnovers() {
    return new RestCall(Priority.POLL, "/0/public/Ticker", REQUESTS, 1);
  }

  /** Volume and its mean price come as pairs: since midnight, and of the last 24 hours. */
  @Override
  public Map<String, Double> readTurnovers(byte[] body) throws IOException {
    JsonNode pairs = StrictJson.MAPPER.readTree(body).path("result");
    if (!pairs.isObject()) {
      throw new IOException("Ticker carries no result");
    }
    return Turnovers.byName(
        pairs,
        pair ->
            Turnovers.number(pair.path("v").path(1)) * Turnovers.number(pair.path("p").path(1)));
  }

  /** REST still has the old names of two currencies. */
  private static String name(String pair) {
    return ("/" + pair + "/")
        .replace("/XBT/", "/BTC/")
        .replace("/XDG/", "/DOGE/")
        .substring(1)
        .replaceAll("/$", "");
  }

  private static String step(int decimals) {
    return decimals < 0 || decimals > MOST_DECIMALS
        ? ""
        : BigDecimal.ONE.movePointLeft(decimals).toPlainString();
  }

  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    String target =
        "/0/public/OHLC?pair="
            + nativeSymbol.replace("/", "")
            + "&interval="
            + interval.duration().toMinutes();
    return Optional.of(RestQuery.klines(nativeSymbol, interval, target, REQUESTS, 1));
  }

  /** Errors come in a list, with HTTP status 200. */
  @Override
  public Optional<Refusal> refusal(Buffer body) {
    try {
      JsonNode error = StrictJson.MAPPER.readTree(body.getBytes()).path("error");
      if (error.isArray() && error.isEmpty()) {
        return Optional.empty();
      }
      String reason = error.isArray() ? error.get(0).asText() : "the answer has no error list";
      return Optional.of(new Refusal(reason, TOO_MANY.stream().anyMatch(reason::contains)));
    } catch (IOException e) {
      return Optional.of(new Refusal("the answer is not readable JSON", false));
    }
  }
}
