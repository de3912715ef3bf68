package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Bybit v5, linear perpetuals or spot.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 */
public record Bybit(Category category, int symbolsPerConnection) implements ExchangeDialect {
  /** The markets; the address of the connection decides which one it is. */
  public enum Category {
    LINEAR("linear"),
    SPOT("spot");

    private final String code;

    Category(String code) {
      this.code = code;
    }
  }

  private static final String BOOK = "orderbook.200.";
  private static final String TRADES = "publicTrade.";
  private static final String LIQUIDATIONS = "allLiquidation.";
  private static final List<String> SPOT_TOPICS = List.of(BOOK, TRADES, "tickers.", "kline.1.");
  private static final List<String> LINEAR_TOPICS =
      List.of(BOOK, TRADES, "tickers.", "kline.1.", LIQUIDATIONS);
  private static final int CHARACTERS_PER_CONNECTION = 21_000;
  private static final String REQUESTS = "requests";
  private static final AnswerCode CODE = new AnswerCode("retCode", "retMsg", 10006);

  private static final FrameText ENVELOPE = new FrameText("{\"topic\":\"");
  private static final FrameText TOPIC = new FrameText("\"topic\":");
  private static final FrameText FAILED = new FrameText("\"success\":false");
  private static final FrameText PONG = new FrameText("\"pong\"");
  private static final FrameText SUBSCRIBED = new FrameText("\"op\":\"subscribe\"");

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    return new Sharding(
            category.code,
            "/v5/public/" + category.code,
            true,
            true,
            symbolsPerConnection,
            Integer.MAX_VALUE,
            CHARACTERS_PER_CONNECTION)
        .of(nativeSymbols, symbol -> topics().stream().map(topic -> topic + symbol).toList());
  }

  private List<String> topics() {
    return switch (category) {
      case SPOT -> SPOT_TOPICS;
      case LINEAR -> LINEAR_TOPICS;
    };
  }

  @Override
  public String subscribe(List<String> streams, long id) {
    return request("subscribe", streams, id);
  }

  @Override
  public String unsubscribe(List<String> streams, long id) {
    return request("unsubscribe", streams, id);
  }

  private static String request(String op, List<String> streams, long id) {
    return "{\"op\":\""
        + op
        + "\",\"args\":[\""
        + String.join("\",\"", streams)
        + "\"],\"req_id\":\""
        + id
        + "\"}";
  }

  /** What spot allows; linear allows more, and a small request refused costs little. */
  @Override
  public int streamsPerRequest() {
    return 10;
  }

  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(20);
  }

  @Override
  public Optional<Heartbeat> heartbeat() {
    return Optional.of(
        new Heartbeat(Duration.ofSeconds(20), "{\"op\":\"ping\",\"req_id\":\"ping\"}"));
  }

  @Override
  public FrameKind classify(Buffer frame) {
    if (ENVELOPE.startsAt(frame, 0)
        || frame.length() > FrameText.LONGEST_CONTROL
        || TOPIC.occursIn(frame)) {
      return FrameKind.DATA;
    }
    if (FAILED.occursIn(frame)) {
      return FrameKind.REFUSED;
    }
    if (SUBSCRIBED.occursIn(frame)) {
      return FrameKind.ACKNOWLEDGED;
    }
    return PONG.occursIn(frame) ? FrameKind.PONG : FrameKind.OTHER;
  }

  @Override
  public @Nullable String streamOf(Buffer frame) {
    String topic = ENVELOPE.valueAfter(frame);
    return topic == null || topic.startsWith(LIQUIDATIONS) ? null : topic;
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

  @Override
  public List<RateLimit> rateLimits() {
    return List.of(new RateLimit(REQUESTS, 600, Duration.ofSeconds(5)));
  }

  @Override
  public RestCall instruments(String cursor) {
    String target = "/v5/market/instruments-info?category=" + category.code;
    if (category == Category.LINEAR) { // spot comes whole and takes no limit
      target += "&limit=1000";
    }
    if (!cursor.isEmpty()) {
      target += "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
    }
    return new RestCall(Priority.DISCOVERY, target, REQUESTS, 1);
  }

  @Override
  public InstrumentPage readInstruments(byte[] body) throws IOException {
    JsonNode result = StrictJson.MAPPER.readTree(body).path("result");
    if (!result.path("list").isArray()) {
      throw new IOException("instruments-info carries no list");
    }
    List<Listing> listings = new ArrayList<>();
    for (JsonNode node : result.path("list")) {
      boolean spot = category == Category.SPOT;
      if (spot || StrictJson.text(node, "contractType").equals("LinearPerpetual")) {
        Listing.of(
                StrictJson.text(node, "symbol"),
                StrictJson.text(node, "baseCoin") + StrictJson.text(node, "quoteCoin"),
                StrictJson.text(node.path("priceFilter"), "tickSize"),
                StrictJson.text(node.path("lotSizeFilter"), spot ? "basePrecision" : "qtyStep"),
                StrictJson.text(node, "status").equals("Trading"))
            .ifPresent(listings::add);
      }
    }
    return new InstrumentPage(
        listings, StrictJson.text(result, "nextPageCursor"), OptionalInt.empty());
  }

  @Override
  public RestCall turnovers() {
    String target = "/v5/market/tickers?category=" + category.code;
    return new RestCall(Priority.POLL, target, REQUESTS, 1);
  }

  @Override
  public Map<String, Double> readTurnovers(byte[] body) throws IOException {
    JsonNode rows = StrictJson.MAPPER.readTree(body).path("result").path("list");
    if (!rows.isArray()) {
      throw new IOException("tickers carries no list");
    }
    return Turnovers.of(rows, "symbol", row -> Turnovers.number(row, "turnover24h"));
  }

  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    String target =
        "/v5/market/kline?category="
            + category.code
            + "&symbol="
            + nativeSymbol
            + "&interval="
            + interval.duration().toMinutes()
            + "&limit="
            + Math.min(limit, 1000);
    return Optional.of(RestQuery.klines(nativeSymbol, interval, target, REQUESTS, 1));
  }

  @Override
  public List<RestQuery> histories(String nativeSymbol) {
    if (category == Category.SPOT) {
      return List.of();
    }
    return List.of(
        query(
            RestKind.FUNDING_HISTORY,
            nativeSymbol,
            Priority.BACKFILL,
            "/v5/market/funding/history?category=linear&symbol=" + nativeSymbol + "&limit=200"),
        ratio(nativeSymbol, Priority.BACKFILL, 500),
        interest(RestKind.OPEN_INTEREST_HISTORY, nativeSymbol, Priority.BACKFILL, 200));
  }

  @Override
  public Optional<RestQuery> openInterest(String nativeSymbol) {
    return category == Category.SPOT
        ? Optional.empty()
        : Optional.of(interest(RestKind.OPEN_INTEREST, nativeSymbol, Priority.POLL, 1));
  }

  @Override
  public Optional<RestQuery> longShortRatio(String nativeSymbol) {
    return category == Category.SPOT
        ? Optional.empty()
        : Optional.of(ratio(nativeSymbol, Priority.POLL, 1));
  }

  private static RestQuery interest(RestKind kind, String symbol, Priority priority, int rows) {
    return query(
        kind,
        symbol,
        priority,
        "/v5/market/open-interest?category=linear&symbol="
            + symbol
            + "&intervalTime=5min&limit="
            + rows);
  }

  private static RestQuery ratio(String symbol, Priority priority, int rows) {
    return query(
        RestKind.LONG_SHORT_RATIO,
        symbol,
        priority,
        "/v5/market/account-ratio?category=linear&symbol=" + symbol + "&period=5min&limit=" + rows);
  }

  private static RestQuery query(RestKind kind, String symbol, Priority priority, String target) {
    return new RestQuery(kind, symbol, null, new RestCall(priority, target, REQUESTS, 1));
  }

  @Override
  public Optional<Refusal> refusal(Buffer body) {
    return CODE.refusal(body);
  }
}
