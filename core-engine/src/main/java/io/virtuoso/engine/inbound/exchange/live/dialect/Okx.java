package io.virtuoso.engine.inbound.exchange.live.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.virtuoso.engine.event.Channel;
import io.virtuoso.model.Interval;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OKX v5, spot or linear swaps. A stream is written {@code channel:instrument} here.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 */
public record Okx(Kind kind, int symbolsPerConnection) implements ExchangeDialect {
  /** The markets; both come over the same connections. */
  public enum Kind {
    SPOT,
    SWAP
  }

  private static final String BOOK = "books:";
  private static final String TRADES = "trades:";
  private static final String TICKERS = "tickers:";
  private static final String CANDLE = "candle1m:";
  private static final String INDEX = "index-tickers:";
  private static final List<String> SWAP_CHANNELS =
      List.of("mark-price:", "funding-rate:", "open-interest:");
  private static final String LIQUIDATIONS = "liquidation-orders:";
  private static final String SWAP_SUFFIX = "-SWAP";

  private static final int CHARACTERS_PER_CONNECTION = 60_000;
  private static final int STREAMS_PER_REQUEST = 50;
  private static final int MOST_BARS = 300;

  private static final String MARKET = "market";
  private static final String STATISTICS = "statistics";
  private static final AnswerCode CODE = new AnswerCode("code", "msg", 50011);

  private static final FrameText PUSH = new FrameText("{\"arg\":");
  private static final FrameText CHANNEL = new FrameText("{\"arg\":{\"channel\":\"");
  private static final FrameText INSTRUMENT = new FrameText("\"instId\":\"");
  private static final FrameText DATA = new FrameText("\"data\":");
  private static final FrameText PONG = new FrameText("pong");
  private static final FrameText SUBSCRIBED = new FrameText("\"event\":\"subscribe\"");
  private static final FrameText FAILED = new FrameText("\"event\":\"error\"");
  private static final FrameText UPGRADE = new FrameText("\"code\":\"64008\"");

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    List<Shard> shards = new ArrayList<>();
    for (Shard shard : sharding("public", true, false).of(nativeSymbols, this::publicStreams)) {
      boolean first = shards.isEmpty() && kind == Kind.SWAP;
      shards.add(first ? withLiquidations(shard) : shard);
    }
    shards.addAll(
        sharding("business", false, true).of(nativeSymbols, symbol -> List.of(CANDLE + symbol)));
    return shards;
  }

  private Sharding sharding(String name, boolean books, boolean candles) {
    return new Sharding(
        name,
        "/ws/v5/" + name,
        books,
        candles,
        symbolsPerConnection,
        Integer.MAX_VALUE,
        CHARACTERS_PER_CONNECTION);
  }

  private List<String> publicStreams(String symbol) {
    List<String> streams = new ArrayList<>(List.of(BOOK + symbol, TRADES + symbol));
    if (kind == Kind.SPOT) {
      streams.add(TICKERS + symbol);
    } else {
      SWAP_CHANNELS.forEach(channel -> streams.add(channel + symbol));
      streams.add(INDEX + symbol.replace(SWAP_SUFFIX, ""));
    }
    return streams;
  }

  /** One stream tells the liquidations of every swap. */
  private static Shard withLiquidations(Shard shard) {
    List<String> streams = new ArrayList<>(shard.streams());
    streams.add(LIQUIDATIONS + Kind.SWAP);
    return new Shard(
        shard.name(), shard.path(), shard.symbols(), streams, shard.books(), shard.candles());
  }

  @Override
  public String subscribe(List<String> streams, long id) {
    return request("subscribe", streams);
  }

  @Override
  public String unsubscribe(List<String> streams, long id) {
    return request("unsubscribe", streams);
  }

  private static String request(String op, List<String> streams) {
    return streams.stream()
        .map(Okx::argument)
        .collect(Collectors.joining(",", "{\"op\":\"" + op + "\",\"args\":[", "]}"));
  }

  private static String argument(String stream) {
    int colon = stream.indexOf(':');
    String whose = stream.startsWith(LIQUIDATIONS) ? "instType" : "instId";
    return "{\"channel\":\"%s\",\"%s\":\"%s\"}"
        .formatted(stream.substring(0, colon), whose, stream.substring(colon + 1));
  }

  /** Each stream is acknowledged by itself. */
  @Override
  public int answersTo(List<String> streams) {
    return streams.size();
  }

  @Override
  public int streamsPerRequest() {
    return STREAMS_PER_REQUEST;
  }

  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(350);
  }

  @Override
  public Optional<RateLimit> requestLimit() {
    return Optional.of(new RateLimit("requests of a connection", 480, Duration.ofHours(1)));
  }

  /** Silence of 30 s closes the connection. */
  @Override
  public Optional<Heartbeat> heartbeat() {
    return Optional.of(new Heartbeat(Duration.ofSeconds(20), "ping"));
  }

  @Override
  public FrameKind classify(Buffer frame) {
    if (PUSH.startsAt(frame, 0)
        || frame.length() > FrameText.LONGEST_CONTROL
        || DATA.occursIn(frame)) {
      return FrameKind.DATA;
    }
    if (SUBSCRIBED.occursIn(frame)) {
      return FrameKind.ACKNOWLEDGED;
    }
    if (UPGRADE.occursIn(frame)) {
      return FrameKind.SHUTDOWN;
    }
    if (PONG.startsAt(frame, 0)) {
      return FrameKind.PONG;
    }
    return FAILED.occursIn(frame) ? FrameKind.REFUSED : FrameKind.OTHER;
  }

  @Override
  public @Nullable String streamOf(Buffer frame) {
    String channel = CHANNEL.valueAfter(frame);
    return channel == null || LIQUIDATIONS.startsWith(channel)
        ? null
        : channel + ':' + INSTRUMENT.valueAfter(frame);
  }

  @Override
  public Optional<String> stream(String nativeSymbol, Channel channel) {
    return switch (channel) {
      case TRADES -> Optional.of(TRADES + nativeSymbol);
      case BOOK -> Optional.of(BOOK + nativeSymbol);
      case QUOTES -> kind == Kind.SPOT ? Optional.of(TICKERS + nativeSymbol) : Optional.empty();
      case DERIVATIVES -> Optional.empty();
    };
  }

  @Override
  public Resync resync(String nativeSymbol) {
    return new Resync.Resubscribe(BOOK + nativeSymbol);
  }

  @Override
  public List<RateLimit> rateLimits() {
    return List.of(
        new RateLimit(MARKET, 20, Duration.ofSeconds(2)),
        new RateLimit(STATISTICS, 5, Duration.ofSeconds(2)));
  }

  @Override
  public RestCall instruments(String cursor) {
    String target = "/api/v5/public/instruments?instType=" + kind;
    return new RestCall(Priority.DISCOVERY, target, MARKET, 1);
  }

  @Override
  public InstrumentPage readInstruments(byte[] body) throws IOException {
    JsonNode data = StrictJson.MAPPER.readTree(body).path("data");
    if (!data.isArray()) {
      throw new IOException("instruments carries no data");
    }
    List<Listing> listings = new ArrayList<>();
    for (JsonNode node : data) {
      listing(node).ifPresent(listings::add);
    }
    return new InstrumentPage(listings, "", OptionalInt.empty());
  }

  /** Swaps that are settled in their base currency count in quote currency: not ours. */
  private Optional<Listing> listing(JsonNode node) {
    String name = StrictJson.text(node, "instId");
    String tick = StrictJson.text(node, "tickSz");
    String lot = StrictJson.text(node, "lotSz");
    boolean live = StrictJson.text(node, "state").equals("live");
    if (kind == Kind.SPOT) {
      String pair = StrictJson.text(node, "baseCcy") + StrictJson.text(node, "quoteCcy");
      return Listing.of(name, pair, tick, lot, live);
    }
    String family = StrictJson.text(node, "instFamily");
    boolean linear =
        StrictJson.text(node, "ctType").equals("linear")
            && StrictJson.text(node, "ctMult").equals("1")
            && family.startsWith(StrictJson.text(node, "ctValCcy") + "-")
            && name.equals(family + SWAP_SUFFIX);
    return linear
        ? Listing.ofContracts(
            name, family.replace("-", ""), tick, lot, live, StrictJson.text(node, "ctVal"))
        : Optional.empty();
  }

  @Override
  public List<String> commonStreams() {
    return kind == Kind.SWAP ? List.of(LIQUIDATIONS + Kind.SWAP) : List.of();
  }

  @Override
  public RestCall turnovers() {
    String target = "/api/v5/market/tickers?instType=" + kind;
    return new RestCall(Priority.POLL, target, MARKET, 1);
  }

  /** {@code volCcy24h} is quote currency of a spot pair, base currency of a swap. */
  @Override
  public Map<String, Double> readTurnovers(byte[] body) throws IOException {
    JsonNode rows = StrictJson.MAPPER.readTree(body).path("data");
    if (!rows.isArray()) {
      throw new IOException("tickers carries no data");
    }
    return Turnovers.of(
        rows,
        "instId",
        row ->
            Turnovers.number(row, "volCcy24h")
                * (kind == Kind.SPOT ? 1 : Turnovers.number(row, "last")));
  }

  @Override
  public int barsPerAnswer() {
    return MOST_BARS;
  }

  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    return candles(nativeSymbol, interval, limit, "");
  }

  /** {@code after} asks for what is older. */
  @Override
  public Optional<RestQuery> klinesBefore(
      String nativeSymbol, Interval interval, int limit, long beforeMs) {
    return candles(nativeSymbol, interval, limit, "&after=" + beforeMs);
  }

  private static Optional<RestQuery> candles(
      String nativeSymbol, Interval interval, int limit, String bound) {
    String target =
        "/api/v5/market/candles?instId="
            + nativeSymbol
            + "&bar="
            + (interval == Interval.FOUR_HOURS
                ? interval.code().toUpperCase(Locale.ROOT)
                : interval.code())
            + "&limit="
            + Math.min(limit, MOST_BARS)
            + bound;
    return Optional.of(RestQuery.klines(nativeSymbol, interval, target, MARKET, 1));
  }

  @Override
  public List<RestQuery> histories(String nativeSymbol) {
    if (kind == Kind.SPOT) {
      return List.of();
    }
    return List.of(
        query(
            RestKind.FUNDING_HISTORY,
            nativeSymbol,
            Priority.BACKFILL,
            MARKET,
            "/api/v5/public/funding-rate-history?instId=" + nativeSymbol + "&limit=100"),
        query(
            RestKind.OPEN_INTEREST_HISTORY,
            nativeSymbol,
            Priority.BACKFILL,
            STATISTICS,
            "/api/v5/rubik/stat/contracts/open-interest-history?instId="
                + nativeSymbol
                + "&period=5m&limit=100"),
        ratio(nativeSymbol, Priority.BACKFILL, 100));
  }

  /** It is pushed. */
  @Override
  public Optional<RestQuery> longShortRatio(String nativeSymbol) {
    return kind == Kind.SPOT
        ? Optional.empty()
        : Optional.of(ratio(nativeSymbol, Priority.POLL, 1));
  }

  private static RestQuery ratio(String symbol, Priority priority, int rows) {
    return query(
        RestKind.LONG_SHORT_RATIO,
        symbol,
        priority,
        STATISTICS,
        "/api/v5/rubik/stat/contracts/long-short-account-ratio-contract?instId="
            + symbol
            + "&period=5m&limit="
            + rows);
  }

  private static RestQuery query(
      RestKind kind, String symbol, Priority priority, String limit, String target) {
    return new RestQuery(kind, symbol, null, new RestCall(priority, target, limit, 1));
  }

  @Override
  public Optional<Refusal> refusal(Buffer body) {
    return CODE.refusal(body);
  }
}
