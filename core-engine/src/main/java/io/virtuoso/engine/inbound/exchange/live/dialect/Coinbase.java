package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Coinbase Exchange, spot, without an account. A stream is written {@code channel:product} here.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 */
public record Coinbase(int symbolsPerConnection) implements ExchangeDialect {
  private static final String BOOK = "level2_batch:";
  private static final String TRADES = "matches:";
  private static final String QUOTES = "ticker:";
  private static final List<String> CHANNELS = List.of(BOOK, TRADES, QUOTES, "heartbeat:");
  private static final int STREAMS_PER_REQUEST = 40;
  private static final String REQUESTS = "requests";
  private static final int MOST_BARS = 300;

  private static final FrameText SUBSCRIPTIONS = new FrameText("\"type\":\"subscriptions\"");
  private static final FrameText FAILED = new FrameText("\"type\":\"error\"");
  private static final FrameText HEARTBEAT = new FrameText("\"type\":\"heartbeat\"");
  private static final FrameText PRODUCT = new FrameText("\"product_id\":\"");
  private static final FrameText TYPE = new FrameText("{\"type\":\"");

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    return new Sharding(
            "feed", "/", true, true, symbolsPerConnection, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .of(nativeSymbols, symbol -> CHANNELS.stream().map(c -> c + symbol).toList());
  }

  @Override
  public String subscribe(List<String> streams, long id) {
    return request("subscribe", streams);
  }

  @Override
  public String unsubscribe(List<String> streams, long id) {
    return request("unsubscribe", streams);
  }

  private static String request(String type, List<String> streams) {
    Map<String, List<String>> products = new LinkedHashMap<>();
    for (String stream : streams) {
      int colon = stream.indexOf(':');
      products
          .computeIfAbsent(stream.substring(0, colon), _ -> new ArrayList<>())
          .add(stream.substring(colon + 1));
    }
    return products.entrySet().stream()
        .map(channel ->
            "{\"name\":\"%s\",\"product_ids\":[\"%s\"]}"
                .formatted(channel.getKey(), String.join("\",\"", channel.getValue())))
        .collect(Collectors.joining(",", "{\"type\":\"" + type + "\",\"channels\":[", "]}"));
  }

  @Override
  public int streamsPerRequest() {
    return STREAMS_PER_REQUEST;
  }

  /** Eight requests a second are allowed, and the first must come within five seconds. */
  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(200);
  }

  /** The exchange's own heartbeats, once a second, are enough. */
  @Override
  public Optional<Heartbeat> heartbeat() {
    return Optional.empty();
  }

  /** A heartbeat proves the connection, not that its data comes. */
  @Override
  public FrameKind classify(Buffer frame) {
    if (frame.length() > FrameText.LONGEST_CONTROL && !SUBSCRIPTIONS.occursIn(frame)) {
      return FrameKind.DATA;
    }
    if (SUBSCRIPTIONS.occursIn(frame)) {
      return FrameKind.ACKNOWLEDGED;
    }
    if (FAILED.occursIn(frame)) {
      return FrameKind.REFUSED;
    }
    return TYPE.startsAt(frame, 0) && !HEARTBEAT.occursIn(frame) ? FrameKind.DATA : FrameKind.OTHER;
  }

  @Override
  public @Nullable String streamOf(Buffer frame) {
    String type = TYPE.startsAt(frame, 0) ? TYPE.valueAfter(frame) : null;
    String channel =
        switch (type) {
          case "snapshot", "l2update" -> BOOK;
          case "match", "last_match" -> TRADES;
          case "ticker" -> QUOTES;
          case null, default -> null;
        };
    return channel == null ? null : channel + PRODUCT.valueAfter(frame);
  }

  @Override
  public Optional<String> stream(String nativeSymbol, Channel channel) {
    return switch (channel) {
      case TRADES -> Optional.of(TRADES + nativeSymbol);
      case BOOK -> Optional.of(BOOK + nativeSymbol);
      case QUOTES -> Optional.of(QUOTES + nativeSymbol);
      case DERIVATIVES -> Optional.empty();
    };
  }

  @Override
  public Resync resync(String nativeSymbol) {
    return new Resync.Resubscribe(BOOK + nativeSymbol);
  }

  @Override
  public List<RateLimit> rateLimits() {
    return List.of(new RateLimit(REQUESTS, 10, Duration.ofSeconds(1)));
  }

  @Override
  public RestCall instruments(String cursor) {
    return new RestCall(Priority.DISCOVERY, "/products", REQUESTS, 1);
  }

  @Override
  public InstrumentPage readInstruments(byte[] body) throws IOException {
    JsonNode products = StrictJson.MAPPER.readTree(body);
    if (!products.isArray()) {
      throw new IOException("products is no list");
    }
    List<Listing> listings = new ArrayList<>();
    for (JsonNode node : products) {
      Listing.of(
              StrictJson.text(node, "id"),
              StrictJson.text(node, "base_currency") + StrictJson.text(node, "quote_currency"),
              StrictJson.text(node, "quote_increment"),
              StrictJson.text(node, "base_increment"),
              StrictJson.text(node, "status").equals("online")
                  && !node.path("trading_disabled").asBoolean(false))
          .ifPresent(listings::add);
    }
    return new InstrumentPage(listings, "", OptionalInt.empty());
  }

  @Override
  public RestCall turnovers() {
    return new RestCall(Priority.POLL, "/products/stats", REQUESTS, 1);
  }

  /** It counts base currency; at the last price that is near enough to tell large from small. */
  @Override
  public Map<String, Double> readTurnovers(byte[] body) throws IOException {
    JsonNode products = StrictJson.MAPPER.readTree(body);
    if (!products.isObject()) {
      throw new IOException("products/stats is no object");
    }
    return Turnovers.byName(
        products,
        product -> {
          JsonNode day = product.path("stats_24hour");
          return Turnovers.number(day, "volume") * Turnovers.number(day, "last");
        });
  }

  @Override
  public boolean barsFromTrades() {
    return true;
  }

  /** Half-hours and four hours are not to be had; they are rolled up from shorter bars. */
  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    return candles(nativeSymbol, interval, "");
  }

  @Override
  public int barsPerAnswer() {
    return MOST_BARS;
  }

  /** Both bounds count as within, and an answer has 300 bars or is refused. */
  @Override
  public Optional<RestQuery> klinesBefore(
      String nativeSymbol, Interval interval, int limit, long beforeMs) {
    long end = beforeMs - interval.millis();
    long start = end - (limit - 1) * interval.millis();
    return candles(nativeSymbol, interval, "&start=" + start / 1_000 + "&end=" + end / 1_000);
  }

  private static Optional<RestQuery> candles(
      String nativeSymbol, Interval interval, String bounds) {
    return switch (interval) {
      case ONE_MINUTE, FIVE_MINUTES ->
          Optional.of(
              RestQuery.klines(
                  nativeSymbol,
                  interval,
                  "/products/"
                      + nativeSymbol
                      + "/candles?granularity="
                      + interval.duration().toSeconds()
                      + bounds,
                  REQUESTS,
                  1));
      case THIRTY_MINUTES, FOUR_HOURS -> Optional.empty();
    };
  }

  @Override
  public Optional<Refusal> refusal(Buffer body) {
    return Optional.empty();
  }
}
