package io.virtuoso.engine.inbound.exchange.live.dialect;

import io.virtuoso.model.Interval;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Binance USD-M futures, perpetuals only.
 *
 * <p>Streams live on two paths. A stream asked for on the wrong one is acknowledged and never
 * comes, so the table of routes is the only place that names streams.
 *
 * @param symbolsPerConnection at most; the exchange's own limits hold besides
 * @param depthLimit levels per side of a snapshot, at most 1000
 */
public record BinanceUsdm(int symbolsPerConnection, int depthLimit) implements Binance {
  private record Route(
      String name, String path, boolean books, boolean candles, List<String> streams) {
    List<String> of(String symbol) {
      String lower = symbol.toLowerCase(Locale.ROOT);
      return streams.stream().map(lower::concat).toList();
    }
  }

  private static final List<Route> ROUTES =
      List.of(
          new Route(
              "public",
              "/public/stream",
              true,
              false,
              List.of(BinanceWords.BOOK, BinanceWords.QUOTES, BinanceWords.TRADES)),
          new Route(
              "market",
              "/market/stream",
              false,
              true,
              List.of("@markPrice@1s", BinanceWords.LIQUIDATIONS, "@kline_1m")));

  private static final String WEIGHT = "weight";
  private static final String STATISTICS = "statistics";
  private static final String FUNDING = "funding";

  @Override
  public List<Shard> shards(List<String> nativeSymbols) {
    List<Shard> shards = new ArrayList<>();
    for (Route route : ROUTES) {
      shards.addAll(
          new Sharding(
                  route.name(),
                  route.path(),
                  route.books(),
                  route.candles(),
                  symbolsPerConnection,
                  BinanceWords.STREAMS_PER_CONNECTION,
                  Integer.MAX_VALUE)
              .of(nativeSymbols, route::of));
    }
    return shards;
  }

  /** Ten messages a second are allowed, and pings and pongs count: one of each besides. */
  @Override
  public Duration requestSpacing() {
    return Duration.ofMillis(125);
  }

  @Override
  public Resync resync(String nativeSymbol) {
    int weight = depthLimit <= 50 ? 2 : depthLimit <= 100 ? 5 : depthLimit <= 500 ? 10 : 20;
    return new Resync.Snapshot(
        query(
            RestKind.DEPTH,
            nativeSymbol,
            Priority.SNAPSHOT,
            "/fapi/v1/depth?symbol=" + nativeSymbol + "&limit=" + depthLimit,
            WEIGHT,
            weight));
  }

  @Override
  public List<RateLimit> rateLimits() {
    return List.of(
        new RateLimit(WEIGHT, 2400, Duration.ofMinutes(1), true),
        new RateLimit(STATISTICS, 1000, Duration.ofMinutes(5)),
        new RateLimit(FUNDING, 500, Duration.ofMinutes(5)));
  }

  @Override
  public RestCall instruments(String cursor) {
    return new RestCall(Priority.DISCOVERY, "/fapi/v1/exchangeInfo", WEIGHT, 1);
  }

  @Override
  public RestCall turnovers() {
    return new RestCall(Priority.POLL, "/fapi/v1/ticker/24hr", WEIGHT, 40);
  }

  @Override
  public Optional<RestQuery> klines(String nativeSymbol, Interval interval, int limit) {
    int rows = Math.min(limit, 1500);
    String target =
        "/fapi/v1/klines?symbol="
            + nativeSymbol
            + "&interval="
            + interval.code()
            + "&limit="
            + rows;
    int weight = rows < 100 ? 1 : rows < 500 ? 2 : rows <= 1000 ? 5 : 10;
    return Optional.of(RestQuery.klines(nativeSymbol, interval, target, WEIGHT, weight));
  }

  @Override
  public List<RestQuery> histories(String nativeSymbol) {
    return List.of(
        query(
            RestKind.FUNDING_HISTORY,
            nativeSymbol,
            Priority.BACKFILL,
            "/fapi/v1/fundingRate?symbol=" + nativeSymbol + "&limit=100",
            FUNDING,
            1),
        ratio(nativeSymbol, Priority.BACKFILL, 500),
        query(
            RestKind.OPEN_INTEREST_HISTORY,
            nativeSymbol,
            Priority.BACKFILL,
            "/futures/data/openInterestHist?symbol=" + nativeSymbol + "&period=5m&limit=500",
            STATISTICS,
            1));
  }

  @Override
  public Optional<RestQuery> openInterest(String nativeSymbol) {
    return Optional.of(
        query(
            RestKind.OPEN_INTEREST,
            nativeSymbol,
            Priority.POLL,
            "/fapi/v1/openInterest?symbol=" + nativeSymbol,
            WEIGHT,
            1));
  }

  @Override
  public Optional<RestQuery> longShortRatio(String nativeSymbol) {
    return Optional.of(ratio(nativeSymbol, Priority.POLL, 1));
  }

  private static RestQuery ratio(String nativeSymbol, Priority priority, int rows) {
    return query(
        RestKind.LONG_SHORT_RATIO,
        nativeSymbol,
        priority,
        "/futures/data/globalLongShortAccountRatio?symbol="
            + nativeSymbol
            + "&period=5m&limit="
            + rows,
        STATISTICS,
        1);
  }

  private static RestQuery query(
      RestKind kind, String symbol, Priority priority, String target, String limit, int weight) {
    return new RestQuery(kind, symbol, null, new RestCall(priority, target, limit, weight));
  }
}
